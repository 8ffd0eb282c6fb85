using AgentComputer.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Status;

public sealed class StatusTests
{
    [Fact]
    public async Task Anybody_learns_since_when_the_backend_serves_and_that_nothing_is_known_of_the_time_before()
    {
        var clock = new FakeTimeProvider(new(2026, 11, 30, 22, 30, 0, TimeSpan.Zero));
        await using var backend = await TestBackend.StartAsync(options => options.TimeProvider = clock);

        var first = await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Get, "/v1/status/uptime");
        clock.Advance(TimeSpan.FromHours(3));
        var second = await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Get, "/v1/status/uptime");

        first.Status.Should().Be(200, first.Body);
        first.Json.EnumerateObject().Select(field => field.Name).Should().Equal("checked_at", "services", "history", "history_dates", "hourly_history", "uptime_percent");
        first.Text("checked_at").Should().Be("2026-11-30T22:30:00Z");
        first.Of("services")[0].EnumerateObject().Select(field => field.Name).Should().Equal("name", "slug", "status", "response_ms");
        first.Of("services")[0].GetProperty("status").GetString().Should().Be("operational");
        Texts(first, "history_dates").Should().Equal("2026-11-30");
        Texts(first, "hourly_history", "api", "2026-11-30").Should().Equal([.. Enumerable.Repeat("unknown", 22), "operational"]);
        first.Of("uptime_percent", "api").GetDouble().Should().Be(100);
        Texts(second, "history_dates").Should().Equal("2026-11-30", "2026-12-01");
        Texts(second, "history", "api").Should().Equal("operational", "operational");
        Texts(second, "hourly_history", "api", "2026-12-01").Should().Equal("operational", "operational");
    }

    private static IEnumerable<string> Texts(HttpAnswer answer, params string[] path) => answer.Of(path).EnumerateArray().Select(item => item.GetString()!);
}
