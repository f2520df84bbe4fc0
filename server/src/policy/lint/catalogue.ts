import type { Severity } from '../../base/diagnostic.ts'

const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/'
const analyzer = `${guide}access-analyzer-reference-policy-checks.html`
const gateway = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/'

interface Check {
  readonly severity: Severity
  readonly documentation: string
}

function of(severity: Severity, documentation: string, codes: string): [string, Check][] {
  return codes
    .trim()
    .split(/\s+/)
    .map(code => [code, { severity, documentation }])
}

/**
 * What the linter looks for, with the severity that IAM Access Analyzer gives it: its ERROR is an error, its
 * SECURITY_WARNING and WARNING are warnings, its SUGGESTION is a note. A code is the check's name there; those of the last
 * groups are our own.
 */
export const catalogue: ReadonlyMap<string, Check> = new Map([
  ...of(
    'error',
    analyzer,
    `data-type-mismatch invalid-policy-element missing-statement missing-effect missing-action missing-resource
     missing-principal unsupported-principal unsupported-element-combination invalid-version invalid-effect
     unique-sids-required unsupported-sid invalid-service-in-action invalid-action unsupported-action-in-policy
     variable-unsupported-in-element unsupported-action-for-condition-key missing-action-for-condition-key mismatched-action-for-principal
     missing-action-for-roles-anywhere-trust-policy invalid-arn-prefix missing-arn-field invalid-partition
     invalid-arn-service-case invalid-arn-region missing-arn-region arn-region-not-allowed invalid-arn-account
     arn-account-not-allowed invalid-arn-resource unsupported-resource-arn-in-policy missing-brace missing-quote
     unsupported-space empty-variable variable-unsupported-in-version invalid-condition-operator null-with-if-exists
     invalid-condition-key-format invalid-global-condition-key invalid-service-condition-key
     invalid-service-in-condition-key duplicate-keys-with-different-case missing-tag-key-in-condition
     missing-qualifier invalid-condition-data-type invalid-condition-multiple-boolean invalid-region
     invalid-variable-for-operator private-ip-address private-not-ip-address invalid-vpc-format invalid-vpce-format
     invalid-service-principal-format invalid-principal-format invalid-principal-key
     unsupported-wildcard-in-principal federated-principal-not-supported
     invalid-federated-principal-syntax-in-role-trust-policy unsupported-condition-key-for-service-principal
     role-trust-policy-syntax-error-notprincipal role-trust-policy-syntax-error-resource
     role-trust-policy-unsupported-wildcard-in-principal`,
  ),
  ...of(
    'warning',
    analyzer,
    `missing-version unique-sids-recommended deprecated-global-condition-key invalid-date-value
     invalid-role-reference invalid-user-reference wildcard-without-like-operator type-mismatch type-mismatch-string type-mismatch-boolean
     type-mismatch-date type-mismatch-ip-range type-mismatch-number policy-size create-slr pass-role
     allow-with-not-principal forallvalues-with-single-valued-key missing-paired-condition-keys
     restrict-access-to-service-principal missing-condition-key-for-oidc-principal
     missing-github-repo-condition-key specific-github-repo-and-branch-recommended
     deny-with-unsupported-tag-condition-key-for-service deny-notaction-with-unsupported-tag-condition-key-for-service`,
  ),
  ...of(
    'info',
    analyzer,
    `empty-array-action empty-array-condition empty-array-principal empty-array-resource empty-object-condition
     empty-object-principal empty-sid-value improve-ip-range null-with-qualifier private-ip-subset
     private-not-ip-address-subset redundant-action redundant-condition-value-num redundant-resource
     redundant-statement redundant-principal-in-role-trust-policy wildcard-in-service-name
     allow-with-unsupported-tag-condition-key-for-service allow-notaction-with-unsupported-tag-condition-key-for-service
     recommended-condition-key-for-service-principal irrelevant-condition-key-in-policy confirm-audience-claim-type`,
  ),
  ...of(
    'error',
    `${guide}reference_policies_grammar.html`,
    'json-syntax duplicate-key invalid-action-format',
  ),
  ...of('warning', `${guide}reference_policies_elements_action.html`, 'action-matches-nothing'),
  ...of('warning', `${guide}reference-arns.html`, 'missing-arn-account resource-unused-by-action'),
  ...of('warning', `${guide}reference_policies_condition-keys.html`, 'condition-key-unused-by-action'),
  ...of('warning', `${guide}reference_policies_condition-keys.html`, 'mfa-absent-allowed'),
  ...of(
    'error',
    `${gateway}api-gateway-lambda-authorizer-output.html`,
    `authorizer-principal-id-missing authorizer-policy-missing authorizer-key-unknown authorizer-value-type
     authorizer-context-value authorizer-resource-length authorizer-response-size`,
  ),
  ...of('warning', `${gateway}api-gateway-lambda-authorizer-output.html`, 'authorizer-key-ignored'),
  ...of('info', `${gateway}api-gateway-lambda-authorizer-output.html`, 'authorizer-resource-single-method'),
  ...of(
    'error',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html',
    'authorizer-answer-missing',
  ),
  ...of(
    'warning',
    `${gateway}api-gateway-control-access-using-iam-policies-to-invoke-api.html`,
    'execute-api-verb-case execute-api-path-parameter',
  ),
  ...of('error', `${gateway}api-gateway-integrations.html`, 'permission-source-not-execute-api'),
  ...of(
    'error',
    'https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html',
    'permission-property-missing permission-property-unknown permission-principal',
  ),
])
