import { fileURLToPath } from 'node:url'

/** One gateway of twelve routes, written in every format that Gatehouse reads; the handlers stand in `src` once. */
export const ordersFolder = fileURLToPath(new URL('../fixtures/orders', import.meta.url))

/** The formats by what stands in the folder. `template.yaml`, the SAM template, is what the others are compared with. */
export const ordersFormats = [
  { name: 'SAM', file: 'template.yaml' },
  { name: 'CloudFormation', file: 'cloudformation.yaml' },
  { name: 'OpenAPI', file: 'openapi.yaml' },
  { name: 'CDK', file: 'cdk.out' },
  { name: 'Serverless Framework', file: 'serverless.yml' },
  { name: 'Terraform plan', file: 'plan.json' },
  { name: 'Terraform state', file: 'state.json' },
  { name: 'Terraform JSON', file: 'main.tf.json' },
] as const

/** What `serve` and `invoke` are told besides the file: a document says nothing of functions and stages. */
export function ordersArguments(file: string): string[] {
  const deployed = ['--functions', 'template.yaml', '--stage-variable', 'catalogHost=catalog.example']
  return [
    file,
    '--stage',
    'live',
    ...(file === 'openapi.yaml' ? [...deployed, '--stage-variable', 'tier=gold'] : []),
  ]
}
