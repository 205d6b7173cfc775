{{- define "name" -}}
{{- $name := default .Release.Name .Values.name -}}
{{- if gt (len $name) 42 -}}
{{- fail (printf "name: %s is longer than 42 characters, which leaves no room for -preview-svc and a hash" $name) -}}
{{- end -}}
{{- $name -}}
{{- end -}}

{{- define "labels" -}}
app.kubernetes.io/name: {{ include "name" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "analysis" -}}
templates:
  - templateName: {{ include "name" . }}-success-rate
  - templateName: {{ include "name" . }}-latency-p99
args:
  - name: hash
    valueFrom:
      podTemplateHashValue: Latest
{{- end -}}
