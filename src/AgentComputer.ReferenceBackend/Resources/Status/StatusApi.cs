using System.Globalization;
using System.Text.Json.Nodes;
using LocalComputers.Storage;
using Shared.Hosting.Json;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Status;

/// <summary>Tells anybody how the backend does, and how it did since it was started: nothing is known of the time before.</summary>
internal sealed class StatusApi(Store store, TimeProvider clock) : IResource
{
    private const string Slug = "api";
    private const string Operational = "operational", Down = "down";
    private const int MostDays = 90;

    private readonly DateTimeOffset _since = clock.GetUtcNow();
    private long _checks;
    private long _failures;

    public void Map(Routes routes) => routes.Anonymous().Get("/v1/status/uptime", context => context.WriteJsonAsync(Uptime()));

    private JsonObject Uptime()
    {
        var now = clock.GetUtcNow();
        var (status, took) = Check();
        var days = Days(now);
        return new()
        {
            ["checked_at"] = UtcTimeConverter.Text(now),
            ["services"] = new JsonArray(new JsonObject { ["name"] = "API", ["slug"] = Slug, ["status"] = status, ["response_ms"] = took }),
            ["history"] = new JsonObject { [Slug] = new JsonArray([.. days.Select((_, index) => JsonValue.Create(index == days.Count - 1 ? status : Operational))]) },
            ["history_dates"] = new JsonArray([.. days.Select(day => JsonValue.Create(Text(day)))]),
            ["hourly_history"] = new JsonObject { [Slug] = new JsonObject(days.Select(day => KeyValuePair.Create(Text(day), (JsonNode?)Hours(day, now, status)))) },
            ["uptime_percent"] = new JsonObject { [Slug] = Percent() },
        };
    }

    // Of all looks since the start, which is all that the backend knows of itself.
    private double Percent() => Math.Round(100.0 * (Interlocked.Read(ref _checks) - Interlocked.Read(ref _failures)) / Interlocked.Read(ref _checks), 3);

    private (string Status, double Milliseconds) Check()
    {
        var begin = clock.GetTimestamp();
        Interlocked.Increment(ref _checks);
        try
        {
            _ = store.Read(db => db.QuerySingle("SELECT 1", row => row.GetInt32(0)));
            return (Operational, Math.Round(clock.GetElapsedTime(begin).TotalMilliseconds, 3));
        }
        catch (StoreException)
        {
            Interlocked.Increment(ref _failures);
            return (Down, Math.Round(clock.GetElapsedTime(begin).TotalMilliseconds, 3));
        }
    }

    private List<DateOnly> Days(DateTimeOffset now)
    {
        var (first, last) = (DateOnly.FromDateTime(_since.UtcDateTime), DateOnly.FromDateTime(now.UtcDateTime));
        var count = Math.Clamp(last.DayNumber - first.DayNumber + 1, 1, MostDays);
        return [.. Enumerable.Range(0, count).Select(index => last.AddDays(index - count + 1))];
    }

    // The hours before the start are unknown, and those to come are left out.
    private JsonArray Hours(DateOnly day, DateTimeOffset now, string status)
    {
        var begin = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        return
        [
            .. Enumerable.Range(0, 24).Select(hour => begin.AddHours(hour)).Where(hour => hour <= now).Select(hour =>
                JsonValue.Create(hour.AddHours(1) <= _since ? "unknown" : hour.AddHours(1) > now ? status : Operational)),
        ];
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
