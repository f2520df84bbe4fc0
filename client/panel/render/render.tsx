import { render } from 'preact'
import { RenderApp } from './RenderApp.tsx'
import { connectRenderHost } from './renderHost.ts'
import '../panel.css'
import './render.css'

const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'))
render(<RenderApp host={connectRenderHost()} />, root)
