import type { Severity } from '../../base/diagnostic.ts'
import type { Rule, RuleExamples } from '../rule.ts'
import { catalogue } from '../../policy/lint/catalogue.ts'

/**
 * The rule of one code of the linter, which does the finding. `summary` says what it finds, `aws` what AWS does with it;
 * the documentation is the catalogue's.
 */
export function policyRule(id: string, summary: string, aws: string, examples: RuleExamples): Rule {
  const check = catalogue.get(id)
  // Our own mistake, which every test meets.
  if (!check) throw new Error(`the catalogue has no code '${id}'`)
  const { documentation } = check
  const severity = severityInDefinition(id, check.severity)
  return {
    id,
    severity,
    summary,
    aws,
    documentation,
    examples,
    visit: { policy: policy => policy.findings(id) },
  }
}

/**
 * How bad a finding is in a definition, where an error is what keeps it from being deployed: a policy that AWS takes and
 * that does less than it seems to is a warning there, though Access Analyzer calls it an error.
 */
export function severityInDefinition(code: string, severity: Severity): Severity {
  return severity === 'error' && deployed.has(code) ? 'warning' : severity
}

const deployed: ReadonlySet<string> = new Set(
  `invalid-service-in-action invalid-action unsupported-action-for-condition-key missing-action-for-condition-key
   invalid-arn-region missing-arn-region arn-region-not-allowed invalid-arn-account arn-account-not-allowed
   invalid-arn-service-case invalid-arn-resource invalid-global-condition-key invalid-service-condition-key
   invalid-service-in-condition-key missing-tag-key-in-condition missing-qualifier invalid-region invalid-vpc-format
   invalid-vpce-format private-ip-address private-not-ip-address variable-unsupported-in-version
   mismatched-action-for-principal missing-action-for-roles-anywhere-trust-policy
   unsupported-condition-key-for-service-principal role-trust-policy-unsupported-wildcard-in-principal`.split(
    /\s+/,
  ),
)
