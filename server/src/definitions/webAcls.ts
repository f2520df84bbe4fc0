import type { WebAcl, WebAclAssociation } from '../api/webAcl.ts'
import type { Template } from './templateResources.ts'
import { readData } from './dataTrees.ts'
import { defined } from './defined.ts'
import { upperCase } from './properties.ts'
import { localArn } from './resourceValues.ts'
import { resourcesOf } from './templateResources.ts'

/** `AWS::WAFv2::WebACL`. */
export function readWebAcls(template: Template): WebAcl[] {
  const { reader } = template
  return resourcesOf(template, 'AWS::WAFv2::WebACL').map(resource => {
    const { id, origin, properties } = resource
    return {
      id,
      origin,
      arn: localArn(resource, template),
      ...defined({
        name: properties.text('Name'),
        scope: upperCase(properties.text('Scope')),
        defaultAction: readData(reader, properties.value('DefaultAction')),
        rules: readData(reader, properties.value('Rules')),
        customResponseBodies: readData(reader, properties.value('CustomResponseBodies')),
      }),
    }
  })
}

/** `AWS::WAFv2::WebACLAssociation` and `AWS::WAFRegional::WebACLAssociation`. */
export function readWebAclAssociations(template: Template): WebAclAssociation[] {
  return resourcesOf(template, 'AWS::WAFv2::WebACLAssociation', 'AWS::WAFRegional::WebACLAssociation').map(
    ({ id, origin, properties }) => ({
      id,
      origin,
      ...defined({
        resourceArn: properties.text('ResourceArn'),
        webAcl: properties.text('WebACLArn') ?? properties.text('WebACLId'),
      }),
    }),
  )
}
