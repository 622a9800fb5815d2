/** Chart.js with only what our charts use, drawn with the page's own tokens. */
import {
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  DoughnutController,
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  Tooltip,
  type ChartConfiguration,
  type ChartDataset,
  type Plugin,
} from 'chart.js'
import { short } from '@/lib/au'
import { said, type ChartSpec } from './figures'

Chart.register(
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  DoughnutController,
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  Tooltip,
)

const token = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
export const colourOf = (at: number, danger = false) =>
  token(danger ? 'danger' : `chart-${(at % 6) + 1}`)
const font = { family: '"Source Sans 3 Variable", system-ui, sans-serif', size: 13 }

/** What is overdue is hatched as well as red: colour never speaks alone. */
function hatch(colour: string): CanvasPattern | string {
  const tile = document.createElement('canvas')
  tile.width = tile.height = 8
  const pen = tile.getContext('2d')
  if (!pen) return colour
  pen.strokeStyle = colour
  pen.lineWidth = 2
  pen.beginPath()
  for (const [x, y] of [
    [0, 8],
    [-4, 4],
    [4, 12],
  ] as const) {
    pen.moveTo(x, y)
    pen.lineTo(x + 8, y - 8)
  }
  pen.stroke()
  return pen.createPattern(tile, 'repeat') ?? colour
}

/** Up to three lines carry their names at their ends, so no legend has to be looked up. */
const endLabels: Plugin<'line'> = {
  id: 'endLabels',
  afterDatasetsDraw(chart) {
    if (chart.data.datasets.length < 2 || chart.data.datasets.length > 3) return
    const taken: number[] = []
    chart.data.datasets.forEach((set, index) => {
      const last = chart.getDatasetMeta(index).data.at(-1)
      if (!last) return
      let y = last.y
      while (taken.some((other) => Math.abs(other - y) < 16)) y += 16
      taken.push(y)
      Object.assign(chart.ctx, {
        font: `600 13px ${font.family}`,
        fillStyle: set.borderColor as string,
        textBaseline: 'middle',
        textAlign: 'left',
      })
      chart.ctx.fillText(set.label ?? '', last.x + 8, y)
    })
  },
}

function dataset(spec: ChartSpec, at: number): ChartDataset {
  const series = spec.series[at]!
  const colour = colourOf(at, series.danger)
  const base = { label: series.label, data: series.values, borderColor: colour }
  if (spec.kind === 'line')
    return {
      ...base,
      type: 'line',
      backgroundColor: colour,
      borderWidth: 2,
      pointRadius: spec.labels.length < 2 ? 3 : 0,
      pointHoverRadius: 4,
      tension: 0,
      spanGaps: true,
    } as ChartDataset
  if (spec.kind === 'doughnut')
    return {
      ...base,
      backgroundColor: series.values.map((_, index) =>
        spec.labels[index] && index === 2 ? colourOf(0, true) : colourOf(index),
      ),
      borderColor: token('bg'),
      borderWidth: 2,
    } as ChartDataset
  return {
    ...base,
    backgroundColor: series.danger ? hatch(colour) : colour,
    borderWidth: series.danger ? 1 : 0,
    borderRadius: 2,
    maxBarThickness: 24,
  } as ChartDataset
}

function scales(spec: ChartSpec) {
  const across = spec.kind === 'across'
  const tick = (value: number | string) =>
    spec.unit === 'money'
      ? short(Number(value))
      : spec.unit === 'percent'
        ? `${value}%`
        : Number.isInteger(Number(value))
          ? String(value)
          : ''
  const stacked = spec.kind === 'stacked'
  const names = {
    stacked,
    grid: { display: false },
    border: { color: token('chart-grid') },
    ticks: {
      color: token('chart-axis'),
      font,
      maxRotation: 0,
      autoSkip: !across,
      autoSkipPadding: 12,
    },
  }
  const values = {
    stacked,
    beginAtZero: true,
    ...(spec.unit === 'percent' ? { max: 100 } : { grace: '5%' }),
    grid: { color: token('chart-grid'), drawTicks: false },
    border: { display: false },
    ticks: { color: token('chart-axis'), font, padding: 8, maxTicksLimit: 6, callback: tick },
  }
  return across ? { x: values, y: names } : { x: names, y: values }
}

export function configOf(spec: ChartSpec, open: (index: number) => void): ChartConfiguration {
  const line = spec.kind === 'line'
  const named = line && spec.series.length > 1 && spec.series.length < 4
  const widest = Math.max(...spec.series.map((one) => one.label.length)) * 8 + 12
  return {
    type: line ? 'line' : spec.kind === 'doughnut' ? 'doughnut' : 'bar',
    data: { labels: spec.labels, datasets: spec.series.map((_, at) => dataset(spec, at)) },
    plugins: named ? [endLabels as Plugin] : [],
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      indexAxis: spec.kind === 'across' ? 'y' : 'x',
      layout: { padding: { right: named ? widest : 8, top: 8 } },
      interaction: {
        mode: spec.kind === 'doughnut' ? 'nearest' : 'index',
        intersect: spec.kind === 'doughnut',
        axis: spec.kind === 'across' ? 'y' : 'x',
      },
      ...(spec.kind === 'doughnut' ? { cutout: '62%' } : { scales: scales(spec) }),
      plugins: {
        tooltip: {
          backgroundColor: token('text'),
          titleColor: token('bg'),
          bodyColor: token('bg'),
          titleFont: font,
          bodyFont: font,
          cornerRadius: 4,
          boxPadding: 4,
          callbacks: {
            label: (item) =>
              ` ${spec.kind === 'doughnut' ? item.label : item.dataset.label}: ${said(item.raw as number | null, spec.unit)}`,
          },
        },
      },
      onHover: (event, found) =>
        ((event.native?.target as HTMLElement).style.cursor =
          found.length && spec.links?.[found[0]!.index] ? 'pointer' : 'default'),
      onClick: (_, found) => found[0] && open(found[0].index),
    } as ChartConfiguration['options'],
  }
}
