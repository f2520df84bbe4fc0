import type { FromGateway } from '../../server/src/protocol/gatewayControl.ts'
import { GatewayProblem } from './gatewayProblem.ts'

/** Waits for a new process to listen, and gathers why it does not. */
export class GatewayStart {
  readonly done: Promise<void>
  lastLine = ''
  private problem: Extract<FromGateway, { type: 'problem' }> | undefined
  private settle: { resolve: () => void; reject: (problem: GatewayProblem) => void } | undefined

  constructor() {
    this.done = new Promise((resolve, reject) => (this.settle = { resolve, reject }))
  }

  see(message: FromGateway): void {
    if (message.type === 'listening') this.settle?.resolve()
    else if (message.type === 'problem') this.problem ??= message
  }

  /** Refuses the start; without effect once the gateway listens. */
  fail(message: string): void {
    const { problem, lastLine } = this
    this.settle?.reject(
      problem
        ? new GatewayProblem(problem.message, 'log', problem.message, problem.source)
        : new GatewayProblem(lastLine === '' ? message : `${message}: ${lastLine}`),
    )
  }
}
