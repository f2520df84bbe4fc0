import type { Rule } from './rule.ts'
import { authorizerIdentitySourceMissing } from './authorizer/authorizerIdentitySourceMissing.ts'
import { authorizerNoneWithoutDefault } from './authorizer/authorizerNoneWithoutDefault.ts'
import { authorizerTtlOutOfRange } from './authorizer/authorizerTtlOutOfRange.ts'
import { authorizerUndefined } from './authorizer/authorizerUndefined.ts'
import { functionHandlerMissing } from './function/functionHandlerMissing.ts'
import { functionRuntimeInvalid } from './function/functionRuntimeInvalid.ts'
import { httpApiFeatureUnsupported } from './integration/httpApiFeatureUnsupported.ts'
import { integrationHttpMethodMissing } from './integration/integrationHttpMethodMissing.ts'
import { integrationLambdaMethodNotPost } from './integration/integrationLambdaMethodNotPost.ts'
import { integrationMissing } from './integration/integrationMissing.ts'
import { integrationTimeoutOutOfRange } from './integration/integrationTimeoutOutOfRange.ts'
import { integrationTypeUnknown } from './integration/integrationTypeUnknown.ts'
import { integrationUriInvalid } from './integration/integrationUriInvalid.ts'
import { integrationUriMissing } from './integration/integrationUriMissing.ts'
import { lambdaPermissionMissing } from './integration/lambdaPermissionMissing.ts'
import { parameterMappingInvalid } from './integration/parameterMappingInvalid.ts'
import { payloadFormatVersionInvalid } from './integration/payloadFormatVersionInvalid.ts'
import { stageVariableUndefined } from './integration/stageVariableUndefined.ts'
import { modelUndefined } from './request/modelUndefined.ts'
import { parameterDuplicate } from './request/parameterDuplicate.ts'
import { requestValidatorUndefined } from './request/requestValidatorUndefined.ts'
import { corsCredentialsWithWildcard } from './route/corsCredentialsWithWildcard.ts'
import { greedyParameterMisplaced } from './route/greedyParameterMisplaced.ts'
import { operationIdDuplicate } from './route/operationIdDuplicate.ts'
import { pathParameterInvalid } from './route/pathParameterInvalid.ts'
import { resourceConflict } from './route/resourceConflict.ts'
import { routeDuplicate } from './route/routeDuplicate.ts'
import { stageNameInvalid } from './stage/stageNameInvalid.ts'
import { eventApiInvalid } from './template/eventApiInvalid.ts'
import { eventDuplicate } from './template/eventDuplicate.ts'
import { functionAliasMissing } from './template/functionAliasMissing.ts'
import { intrinsicInvalid } from './template/intrinsicInvalid.ts'
import { logicalIdInvalid } from './template/logicalIdInvalid.ts'
import { samCorsCredentialsWithWildcard } from './template/samCorsCredentialsWithWildcard.ts'
import { samDefinitionBodyMissing } from './template/samDefinitionBodyMissing.ts'
import { policyTemplateInvalid } from './sam/policyTemplateInvalid.ts'
import { samUriInvalid } from './sam/samUriInvalid.ts'
import { tagReserved } from './sam/tagReserved.ts'
import { functionUrlCorsInvalid } from './sam/functionUrlCorsInvalid.ts'
import { tenancyConflict } from './sam/tenancyConflict.ts'
import { kafkaSourceInvalid } from './sam/kafkaSourceInvalid.ts'
import { sourceAccessInvalid } from './sam/sourceAccessInvalid.ts'
import { eventSourceElsewhere } from './sam/eventSourceElsewhere.ts'
import { eventQueueIdInvalid } from './sam/eventQueueIdInvalid.ts'
import { eventDestinationInvalid } from './sam/eventDestinationInvalid.ts'
import { generatedIdTaken } from './sam/generatedIdTaken.ts'
import { applicationLocationInvalid } from './sam/applicationLocationInvalid.ts'
import { websocketConnectOnly } from './sam/websocketConnectOnly.ts'
import { samBodyInvalid } from './sam/samBodyInvalid.ts'
import { capacityProviderTypesExclusive } from './sam/capacityProviderTypesExclusive.ts'
import { samTextExpected } from './sam/samTextExpected.ts'
import { samIntrinsicRefused } from './sam/samIntrinsicRefused.ts'
import { eventStateExclusive } from './sam/eventStateExclusive.ts'
import { subMissing } from './template/subMissing.ts'
import { selectArgumentInvalid } from './template/selectArgumentInvalid.ts'
import { listItemDuplicate } from './template/listItemDuplicate.ts'
import { instanceProfileRolesTooMany } from './template/instanceProfileRolesTooMany.ts'
import { resourceNameDuplicate } from './template/resourceNameDuplicate.ts'
import { stageOfOtherApi } from './stage/stageOfOtherApi.ts'
import { partOfOtherApi } from './template/partOfOtherApi.ts'
import { deploymentDependencyMissing } from './stage/deploymentDependencyMissing.ts'
import { basePathInvalid } from './stage/basePathInvalid.ts'
import { usagePlanStageDependency } from './stage/usagePlanStageDependency.ts'
import { domainCertificateMismatch } from './stage/domainCertificateMismatch.ts'
import { functionRuntimeDeprecated } from './function/functionRuntimeDeprecated.ts'
import { functionVariableReserved } from './function/functionVariableReserved.ts'
import { functionEnvironmentTooLarge } from './function/functionEnvironmentTooLarge.ts'
import { functionLayersTooMany } from './function/functionLayersTooMany.ts'
import { functionImageConflict } from './function/functionImageConflict.ts'
import { functionInlineRuntime } from './function/functionInlineRuntime.ts'
import { queueBatchSizeInvalid } from './function/queueBatchSizeInvalid.ts'
import { queueVisibilityTooShort } from './function/queueVisibilityTooShort.ts'
import { templateLimitExceeded } from './template/templateLimitExceeded.ts'
import { usagePlanKeyInvalid } from './stage/usagePlanKeyInvalid.ts'
import { deploymentNeverRenewed } from './stage/deploymentNeverRenewed.ts'
import { lambdaPermissionInvalid } from './function/lambdaPermissionInvalid.ts'

/** Every rule, by subject. */
export const rules: readonly Rule[] = [
  authorizerIdentitySourceMissing,
  authorizerNoneWithoutDefault,
  authorizerTtlOutOfRange,
  authorizerUndefined,
  functionHandlerMissing,
  functionRuntimeInvalid,
  httpApiFeatureUnsupported,
  integrationHttpMethodMissing,
  integrationLambdaMethodNotPost,
  integrationMissing,
  integrationTimeoutOutOfRange,
  integrationTypeUnknown,
  integrationUriInvalid,
  integrationUriMissing,
  lambdaPermissionMissing,
  parameterMappingInvalid,
  payloadFormatVersionInvalid,
  stageVariableUndefined,
  modelUndefined,
  parameterDuplicate,
  requestValidatorUndefined,
  corsCredentialsWithWildcard,
  greedyParameterMisplaced,
  operationIdDuplicate,
  pathParameterInvalid,
  resourceConflict,
  routeDuplicate,
  stageNameInvalid,
  eventApiInvalid,
  eventDuplicate,
  functionAliasMissing,
  intrinsicInvalid,
  logicalIdInvalid,
  samCorsCredentialsWithWildcard,
  samDefinitionBodyMissing,
  policyTemplateInvalid,
  samUriInvalid,
  tagReserved,
  functionUrlCorsInvalid,
  tenancyConflict,
  kafkaSourceInvalid,
  sourceAccessInvalid,
  eventSourceElsewhere,
  eventQueueIdInvalid,
  eventDestinationInvalid,
  generatedIdTaken,
  applicationLocationInvalid,
  websocketConnectOnly,
  samBodyInvalid,
  capacityProviderTypesExclusive,
  samTextExpected,
  samIntrinsicRefused,
  eventStateExclusive,
  subMissing,
  selectArgumentInvalid,
  listItemDuplicate,
  instanceProfileRolesTooMany,
  resourceNameDuplicate,
  stageOfOtherApi,
  partOfOtherApi,
  deploymentDependencyMissing,
  basePathInvalid,
  usagePlanStageDependency,
  domainCertificateMismatch,
  functionRuntimeDeprecated,
  functionVariableReserved,
  functionEnvironmentTooLarge,
  functionLayersTooMany,
  functionImageConflict,
  functionInlineRuntime,
  queueBatchSizeInvalid,
  queueVisibilityTooShort,
  templateLimitExceeded,
  usagePlanKeyInvalid,
  deploymentNeverRenewed,
  lambdaPermissionInvalid,
]
