import type { Rule } from '../rule.ts'
import { actionRules } from './actionRules.ts'
import { arnRules } from './arnRules.ts'
import { conditionRules } from './conditionRules.ts'
import { documentRules } from './documentRules.ts'
import { permissionRules, principalRules, trustRules } from './principalRules.ts'

/** One rule for each code that the policy linter can give in a definition; each has its severity and can be left out. */
export const policyRules: readonly Rule[] = [
  ...documentRules,
  ...actionRules,
  ...arnRules,
  ...conditionRules,
  ...principalRules,
  ...trustRules,
  ...permissionRules,
]
