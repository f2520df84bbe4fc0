import { render } from 'preact'
import { MetricsApp } from './MetricsApp.tsx'
import { connectMetricsHost } from './metricsHost.ts'
import '../panel.css'
import './metrics.css'

const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'))
render(<MetricsApp host={connectMetricsHost()} />, root)
