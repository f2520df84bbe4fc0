import { render } from 'preact'
import { MapApp } from './MapApp.tsx'
import { connectMapHost } from './mapHost.ts'
import '../panel.css'
import './map.css'

const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'))
render(<MapApp host={connectMapHost()} />, root)
