import type { Fact, Origin } from '../base/origin.ts'
import type { DataTree } from './dataTree.ts'

/** An IAM policy where a definition states it. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface PolicyDocument {
  /** Where it begins: the property that holds it. */
  readonly origin: Origin
  /** `Version`, `Statement`, ... as written; made by us as SAM makes it from the lists of a `ResourcePolicy`. */
  readonly document: DataTree
}

/** `AWS::IAM::Role`. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
export interface IamRole {
  readonly id: string
  readonly origin: Origin
  readonly name: string
  /** `arn:aws:iam::ACCOUNT:role/NAME`, with the local account. */
  readonly arn: string
  /** Who may take the role. */
  readonly trust?: PolicyDocument
  readonly policies: readonly NamedPolicy[]
  readonly managedPolicyArns: readonly Fact<string>[]
  readonly permissionsBoundary?: Fact<string>
}

/** `AWS::IAM::User` or `AWS::IAM::Group`. */
export interface IamPrincipal {
  readonly id: string
  readonly kind: 'user' | 'group'
  readonly origin: Origin
  readonly name: string
  readonly arn: string
  readonly policies: readonly NamedPolicy[]
  readonly managedPolicyArns: readonly Fact<string>[]
  /** Of a user: names of groups. */
  readonly groups: readonly Fact<string>[]
  readonly permissionsBoundary?: Fact<string>
}

export interface NamedPolicy extends PolicyDocument {
  readonly name?: Fact<string>
}

/** `AWS::IAM::Policy` or `AWS::IAM::ManagedPolicy`. */
export interface IamPolicy extends NamedPolicy {
  readonly id: string
  /** Of a managed policy. */
  readonly arn?: string
  /** Names of those it is attached to. */
  readonly roles: readonly Fact<string>[]
  readonly users: readonly Fact<string>[]
  readonly groups: readonly Fact<string>[]
}
