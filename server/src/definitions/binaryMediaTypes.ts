import type { Fact } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import { unescapeSegment } from '../base/jsonPointer.ts'

/**
 * `BinaryMediaTypes` of a REST API in CloudFormation and SAM, where `image~1png` stands for `image/png`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-restapi.html
 */
export function readBinaryMediaTypes(properties: Properties): readonly Fact<string>[] {
  return properties
    .texts('BinaryMediaTypes')
    .map(type => (type.known ? { ...type, value: unescapeSegment(type.value) } : type))
}
