using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Status;

public sealed class StatusTests : WireTest
{
    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task The_probes_are_asked_without_the_key(string path)
    {
        Wire.Answers(path, """{"ok":true,"version":"9"}""");

        var check = await (path == "/healthz" ? Client.GetHealthAsync() : Client.GetReadinessAsync()).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Header("Authorization")).Should().Be(("GET", path, null));
        check.Ok.Should().BeTrue();
        check.AdditionalProperties!["version"].GetString().Should().Be("9");
    }

    [Fact]
    public async Task A_probe_that_does_not_say_that_it_is_well_is_not_well()
    {
        Wire.Answers("/healthz", """{"ok":"perhaps"}""");

        (await Client.GetHealthAsync().Soon()).Ok.Should().BeFalse();
    }

    [Fact]
    public async Task The_description_of_the_API_is_read_without_the_key()
    {
        Wire.Answers("/openapi.json", """{"openapi":"3.1.0"}""");

        var document = await Client.GetOpenApiAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Header("Authorization")).Should().Be(("GET", "/openapi.json", null));
        document.GetProperty("openapi").GetString().Should().Be("3.1.0");
    }

    [Fact]
    public async Task The_uptime_is_read_bare_and_without_the_key()
    {
        Wire.Answers("/v1/status/uptime", """
            {"checked_at":"2026-05-01T10:00:00Z","services":[{"name":"API","slug":"api","status":"degraded","response_ms":41,"region":"eu"}],
             "history":{"api":["operational","down"]},"history_dates":["2026-04-30","2026-05-01"],"hourly_history":{"api":{"2026-05-01":["unknown","on fire"]}},
             "uptime_percent":{"api":99.5},"incident":null}
            """);

        var uptime = await Client.GetUptimeAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Header("Authorization")).Should().Be(("GET", "/v1/status/uptime", null));
        uptime.CheckedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        uptime.Services.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "API", Slug = "api", Status = ServiceStatus.Degraded, ResponseMs = 41L });
        uptime.History!["api"].Should().Equal(ServiceStatus.Operational, ServiceStatus.Down);
        uptime.HistoryDates.Should().Equal("2026-04-30", "2026-05-01");
        uptime.HourlyHistory!["api"]["2026-05-01"].Should().Equal(ServiceStatus.Unknown, new ServiceStatus("on fire"));
        uptime.UptimePercent!["api"].Should().Be(99.5);
        uptime.AdditionalProperties.Should().ContainKey("incident");
    }

    [Fact]
    public async Task An_odd_history_costs_the_history_only()
    {
        Wire.Answers("/v1/status/uptime", """{"services":[7,{"slug":"api","response_ms":"fast"}],"history":{"api":"fine"},"uptime_percent":[]}""");

        var uptime = await Client.GetUptimeAsync().Soon();

        uptime.Services.Should().ContainSingle().Which.Slug.Should().Be("api");
        (uptime.History, uptime.UptimePercent).Should().Be((null, null));
        uptime.AdditionalProperties.Should().ContainKeys("history", "uptime_percent");
    }

    [Fact]
    public async Task A_refusal_of_a_call_without_the_key_does_not_blame_the_key()
    {
        Wire.Answers("/healthz", new Answer(401, """{"error":{"code":"unauthorized","message":"who are you"}}"""));

        var call = () => Client.GetHealthAsync().Soon();

        (await call.Should().ThrowAsync<AgentComputerAuthenticationException>())
            .WithMessage("GET /healthz was answered 401 unauthorized: who are you. The call is always sent without the key.");
    }
}
