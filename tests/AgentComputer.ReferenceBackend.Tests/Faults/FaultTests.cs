using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Faults;

public sealed class FaultTests
{
    private readonly FaultPlan _plan = new();

    [Fact]
    public async Task A_request_is_refused_with_429_in_the_envelope_of_the_API_and_has_no_effect()
    {
        await using var backend = await StartAsync();
        _plan.Add(Fault.TooManyRequests(TimeSpan.FromSeconds(1.5)), FaultTarget.CreateComputer, times: 1);

        var refused = await backend.PostAsync("/v1/computers", """{"handle":"later"}""");
        var created = await backend.PostAsync("/v1/computers", """{"handle":"later"}""");

        refused.ShouldBeRefused(429, "rate_limited", "fault plan");
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(2));
        created.Status.Should().Be(202, created.Body);
        _plan.Fired.Should().ContainSingle().Which.What.Should().Be("TooManyRequests(2)");
    }

    [Fact]
    public async Task A_request_is_refused_with_503_and_has_no_effect()
    {
        await using var backend = await StartAsync();
        _plan.Add(Fault.ServiceUnavailable(TimeSpan.FromSeconds(3)), FaultTarget.CreateComputer, times: 1);

        var refused = await backend.PostAsync("/v1/computers", """{"handle":"later"}""");

        refused.ShouldBeRefused(503, "unavailable", "fault plan");
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(3));
        (await backend.PostAsync("/v1/computers", """{"handle":"later"}""")).Status.Should().Be(202);
    }

    [Fact]
    public async Task A_request_fails_with_500_and_has_no_effect()
    {
        await using var backend = await StartAsync();
        _plan.Add(Fault.InternalServerError(), FaultTarget.CreateComputer, times: 1);

        (await backend.PostAsync("/v1/computers", """{"handle":"later"}""")).ShouldBeRefused(500, "internal", "fault plan");
        (await backend.PostAsync("/v1/computers", """{"handle":"later"}""")).Status.Should().Be(202);
    }

    [Fact]
    public async Task An_answer_ends_early_is_reset_or_drips()
    {
        await using var backend = await StartAsync();
        var whole = (await backend.GetAsync("/v1/computer-images")).Body;
        _plan.Add(Fault.CutAfter(10), times: 1).Add(Fault.ResetAfter(10), times: 1).Add(Fault.ResetBeforeHeaders(), times: 1).Add(Fault.Drip(), times: 1);

        var read = () => backend.GetAsync("/v1/computer-images");

        (await TryAsync(read)).Should().BeOneOf(whole[..10], null);
        (await TryAsync(read)).Should().BeNull();
        (await TryAsync(read)).Should().BeNull();
        (await TryAsync(read)).Should().Be(whole);
        _plan.Fired.Select(fault => fault.What).Should().Equal("CutAfter(10)", "ResetAfter(10)", "ResetBeforeHeaders()", "Drip()");
    }

    [Theory]
    [InlineData("POST", "/v1/computers", nameof(FaultTarget.CreateComputer))]
    [InlineData("GET", "/v1/computers/c1", nameof(FaultTarget.Computer))]
    [InlineData("GET", "/v1/operations/o1", nameof(FaultTarget.Operation))]
    [InlineData("POST", "/v1/computers/c1/exec", nameof(FaultTarget.Exec))]
    [InlineData("POST", "/v1/computers/c1/files/ops", nameof(FaultTarget.Files))]
    [InlineData("POST", "/process.Process/Start", nameof(FaultTarget.StartProcess))]
    [InlineData("POST", "/process.Process/Connect", nameof(FaultTarget.ConnectProcess))]
    public void A_target_is_met_by_its_requests_and_by_no_others(string method, string path, string name)
    {
        var target = (FaultTarget)typeof(FaultTarget).GetProperty(name)!.GetValue(null)!;

        target.Includes(method, path).Should().BeTrue();
        target.Includes(method == "GET" ? "POST" : "GET", path).Should().BeFalse();
        target.Includes(method, path + "/more").Should().BeFalse();
        FaultTarget.Where((asked, _) => asked == method).Includes(method, "/").Should().BeTrue();
    }

    private Task<TestBackend> StartAsync() => TestBackend.StartAsync(options => options.Faults = _plan);

    // Null: the client has seen that the answer is broken.
    private static async Task<string?> TryAsync(Func<Task<HttpAnswer>> send)
    {
        try
        {
            return (await send()).Body;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
