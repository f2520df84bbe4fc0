/** Every kind of file that is read as a definition, for the messages about one that is none. */
export const definitionFormats =
  "an OpenAPI document, a CloudFormation or SAM template, a CDK app's cdk.out folder, a serverless.yml, or Terraform's plan or state as JSON or a .tf.json file"
