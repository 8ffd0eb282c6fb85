using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>How well the vendor's services work, now and in the past.</summary>
/// <remarks><c>GET /v1/status/uptime</c></remarks>
public record Uptime
{
    /// <summary>When the services were checked.</summary>
    [JsonPropertyName("checked_at")]
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>The services.</summary>
    [JsonPropertyName("services")]
    public IReadOnlyList<ServiceUptime> Services { get => field ?? []; init; }

    /// <summary>The past days of each service, by its short name; <see cref="HistoryDates"/> has their dates. Null if the service did not say.</summary>
    [JsonPropertyName("history")]
    public IReadOnlyDictionary<string, IReadOnlyList<ServiceStatus>>? History { get; init; }

    /// <summary>The dates of <see cref="History"/>, for example <c>2026-05-01</c>.</summary>
    [JsonPropertyName("history_dates")]
    public IReadOnlyList<string> HistoryDates { get => field ?? []; init; }

    /// <summary>The hours of past days of each service, by its short name and the date. Null if the service did not say.</summary>
    [JsonPropertyName("hourly_history")]
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<ServiceStatus>>>? HourlyHistory { get; init; }

    /// <summary>How much of the time each service worked, by its short name, in percent. Null if the service did not say.</summary>
    [JsonPropertyName("uptime_percent")]
    public IReadOnlyDictionary<string, double>? UptimePercent { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
