import { describe, expect, it } from 'vitest'
import { originAt, partAt, policyNodeOf, unknownParts } from '../../server/src/api/policyNode.ts'
import type { PolicyNode } from '../../server/src/policy/policyTree.ts'
import { readTemplateText, restApiOf } from '../support/readDefinition.ts'

const template = `AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Endpoint: { Type: String }
Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: shop
      Policy:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: execute-api:Invoke
            Resource: execute-api:/*
            Condition:
              StringEquals:
                aws:SourceVpce: [vpce-1a2b3c4d, !Ref Endpoint]
`

describe('a policy of a definition, as the policy engine reads it', () => {
  const { definition } = readTemplateText(template)
  const document = restApiOf(definition).policy?.document
  if (!document) throw new Error('no policy')
  const root = policyNodeOf(document)
  const lineOf = (pointer: string) => originAt(document, pointer).range.start.line + 1

  it('keeps its shape, and what cannot be known as unknown', () => {
    expect(plain(root)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 'execute-api:Invoke',
          Resource: 'execute-api:/*',
          Condition: { StringEquals: { 'aws:SourceVpce': ['vpce-1a2b3c4d', '?'] } },
        },
      ],
    })
    expect(unknownParts(document).map(({ reason }) => reason)).toEqual([
      expect.stringContaining("parameter 'Endpoint'"),
    ])
  })

  it('leads from each part back to its line', () => {
    expect(lineOf('/Statement/0')).toBe(12)
    expect(lineOf('/Statement/0/Condition/StringEquals/aws:SourceVpce/1')).toBe(18)
    expect(partAt(document, '/Statement/0/Effect')).toMatchObject({ fact: { value: 'Allow' } })
  })

  it('leads from a part that is not there to the nearest around it', () => {
    expect(lineOf('/Statement/0/Sid')).toBe(12)
    expect(lineOf('/Statement/7/Effect')).toBe(12)
  })
})

function plain(node: PolicyNode): unknown {
  if (node.type === 'unknown') return '?'
  if (node.type === 'scalar') return node.value
  if (node.type === 'list') return node.items.map(plain)
  return Object.fromEntries(node.members.map(({ name, value }) => [name, plain(value)]))
}
