import { describe, expect, it } from 'vitest'
import { acceptedText, proposed, proposedLabels } from '../support/proposals.ts'

const sam = (rest: string) => `Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: dev
${rest}
`

describe('where the lines below belong to what is written', () => {
  it('a key is written alone, with its colon', () => {
    const cors = sam('      CorsC<|>\n        AllowOrigins: [https://example.com]')
    expect(acceptedText('template.yaml', cors, 'CorsConfiguration')).toContain(
      '      CorsConfiguration:\n        AllowOrigins:',
    )
    const list = sam(`      Auth:
        Authorizers:
          Users:
            JwtConfiguration:
              issuer: https://example.com/
              aud<|>
              - shop`)
    expect(acceptedText('template.yaml', list, 'audience')).toContain('audience:\n              - shop')
  })

  it('nothing is proposed that brings its own lines', () => {
    const named = sam('  Boo<|>\n    Type: AWS::DynamoDB::Table')
    expect(proposedLabels('template.yaml', named)).not.toContain('REST API')
    const alone = sam('  Boo<|>')
    expect(proposedLabels('template.yaml', alone)).toContain('REST API')
  })

  it('nothing is proposed as a value in the place of its key', () => {
    const permission = (lines: string) =>
      sam(`  May:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      Principal: apigateway.amazonaws.com
      SourceArn:${lines}`)
    const functionsAt = (lines: string) =>
      proposedLabels('template.yaml', permission(lines)).filter(label => label.startsWith('!Sub arn:'))
    expect(functionsAt('\n        <|>')).not.toEqual([])
    expect(
      functionsAt('\n        Fn::<|>\n        - arn:aws:execute-api:eu-west-1:123456789012:shop'),
    ).toEqual([])
  })

  it('no snippet of several lines is proposed between braces', () => {
    const marked = sam('      DefinitionBody: { openapi: 3.0.1, paths: { <|> } }')
    expect(proposedLabels('template.yaml', marked)).not.toContain('Route to an HTTP backend')
  })

  it("of a value a function's tag alone is proposed", () => {
    const lines = sam('      Name: !J<|>\n        - "-"\n        - [shop, dev]')
    expect(proposedLabels('template.yaml', lines)).toContain('!Sub')
    expect(proposedLabels('template.yaml', lines)).not.toContain('!Ref Shop')
    expect(acceptedText('template.yaml', lines, '!Join')).toContain('Name: !Join\n        - "-"')
  })

  it('no value is put before the list that stands there', () => {
    const actions = (value: string) =>
      sam(`  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { Service: lambda.amazonaws.com }
            Action: ${value}`)
    expect(proposedLabels('template.yaml', actions('<|>'))).toContain('sts:AssumeRole')
    expect(proposedLabels('template.yaml', actions('<|>\n              - sts:TagSession'))).not.toContain(
      'sts:AssumeRole',
    )
  })
})

describe('on a line deeper than its neighbours', () => {
  it.each([
    ['a finished value', '        <|>'],
    ['a finished flow list', '      FailOnWarnings: true\n        <|>'],
  ])('nothing is proposed below %s, where nothing can stand', (_, line) => {
    expect(proposed('template.yaml', sam(line))).toEqual([])
  })

  it('keys are proposed below a key that has no value yet', () => {
    expect(proposedLabels('template.yaml', sam('      CorsConfiguration:\n        <|>'))).toContain(
      'AllowOrigins',
    )
  })
})

describe('behind a dash that was typed alone', () => {
  const methods = (items: string) => sam(`      CorsConfiguration:\n        AllowMethods:\n${items}`)
  const statement = (items: string) =>
    sam(`  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { Service: lambda.amazonaws.com }
            Action:
${items}`)

  it('items of the list are proposed, with the blank that is missing', () => {
    const between = statement(
      '              - sts:TagSession\n              -<|>\n              - sts:GetCallerIdentity',
    )
    expect(proposedLabels('template.yaml', between)).not.toContain('Condition')
    expect(acceptedText('template.yaml', between, 'sts:AssumeRole')).toContain(
      '- sts:TagSession\n              - sts:AssumeRole\n              - sts:GetCallerIdentity',
    )
  })

  it('an item without its dash gets one where a list has its items', () => {
    for (const items of [
      '              - sts:TagSession\n              <|>\n              - sts:GetCallerIdentity',
      '              <|>\n              - sts:TagSession',
      '              - sts:TagSession\n              <|>',
    ])
      expect(acceptedText('template.yaml', statement(items), 'sts:AssumeRole')).toContain(
        '\n              - sts:AssumeRole\n',
      )
  })

  it('the next key may follow a list that stands as far left as its key', () => {
    const marked = sam('      CorsConfiguration:\n        AllowMethods:\n        - GET\n        <|>')
    expect(acceptedText('template.yaml', marked, 'AllowOrigins')).toContain('\n        AllowOrigins:\n')
  })

  it('keys of the mapping around the list are not', () => {
    expect(proposedLabels('template.yaml', methods('          - GET\n          -<|>'))).not.toContain(
      'AllowHeaders',
    )
  })

  it('the keys of an item are', () => {
    const marked = sam(`  Rest:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Tags:
        -<|>`)
    expect(acceptedText('template.yaml', marked, 'Key')).toContain('\n        - Key: ')
  })
})

describe('in JSON', () => {
  const policy = (effect: string) => `{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": ${effect}
    "Action": "s3:GetObject",
    "Resource": "*"
  }]
}
`

  it('a string that its line leaves open is closed, and parted from what follows', () => {
    expect(acceptedText('policy.json', policy('"Al<|>'), 'Allow')).toBe(policy('"Allow",'))
  })

  it('nothing is proposed right behind a value that is closed', () => {
    const whole = policy('"Allow",')
    for (const closed of ['"Allow"', '"*"\n  }', '  }]'])
      expect(proposed('policy.json', whole.replace(closed, `${closed}<|>`))).toEqual([])
  })

  it('a key that its line leaves open is closed, and takes the place of what was typed', () => {
    const text = policy('"Allow",').replace('    "Action"', '    "Con<|>\n    "Action"')
    expect(acceptedText('policy.json', text, 'Condition')).toMatch(
      /"Effect": "Allow",\n    "Condition": \{\s*\},\n    "Action"/,
    )
  })

  it('what policies propose is proposed once beside what schemas know', () => {
    const permission = `{
  "Resources": {
    "Shop": { "Type": "AWS::ApiGateway::RestApi", "Properties": { "Name": "shop" } },
    "List": { "Type": "AWS::Lambda::Function", "Properties": {} },
    "May": { "Type": "AWS::Lambda::Permission", "Properties": { "SourceArn": <|> } }
  }
}`
    const labels = proposedLabels('template.json', permission)
    expect(labels).toContain('!GetAtt List.Arn')
    expect(labels.length).toBe(new Set(labels).size)
  })

  it('a comma that is missing behind the string is put there', () => {
    expect(acceptedText('policy.json', policy('"Al<|>"'), 'Allow')).toBe(policy('"Allow",'))
    expect(acceptedText('policy.json', policy('"Al<|>",'), 'Allow')).toBe(policy('"Allow",'))
  })
})
