using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Faults;

public sealed class FaultPlanTests
{
    [Fact]
    public async Task Rules_are_tried_in_order_until_each_is_spent()
    {
        await using var faulty = await FaultyBackend.StartAsync(Wire.InMemory);
        faulty.Plan
            .Add(Fault.TooManyRequests(), FaultTarget.Status, times: 2)
            .Add(Fault.InternalServerError(), times: 1)
            .Add(Fault.CutAfter(1), FaultTarget.Status, times: 1);

        (await StatusesAsync(faulty, 5)).Should().Equal(429, 429, 500, 200, 200);
        faulty.Plan.Fired.Select(fired => fired.What).Should().Equal("TooManyRequests()", "TooManyRequests()", "InternalServerError()", "CutAfter(1)");
    }

    [Fact]
    public async Task A_rule_without_a_limit_goes_on_and_one_for_other_requests_is_not_used()
    {
        await using var faulty = await FaultyBackend.StartAsync(Wire.InMemory);
        faulty.Plan.Add(Fault.InternalServerError(), FaultTarget.Exec).Add(Fault.TooManyRequests(), FaultTarget.Status);

        (await StatusesAsync(faulty, 4)).Should().Equal(429, 429, 429, 429);
    }

    [Fact]
    public async Task Twenty_requests_at_once_share_the_limit()
    {
        await using var faulty = await FaultyBackend.StartAsync(Wire.InMemory);
        faulty.Plan.Add(Fault.InternalServerError(), FaultTarget.Status, times: 7);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StatusesAsync(faulty, 1)));

        answers.Count(answer => answer is [500]).Should().Be(7);
        faulty.Plan.Fired.Should().HaveCount(7);
    }

    [Fact]
    public async Task What_fired_is_told()
    {
        var clock = new FakeTimeProvider();
        await using var faulty = await FaultyBackend.StartAsync(Wire.InMemory, clock: clock);
        var fault = Fault.CutRandomly(probability: 1, maxBytes: 0);
        faulty.Plan.Add(fault, FaultTarget.Where((method, path) => method == "GET" && path.EndsWith("/status", StringComparison.Ordinal)));
        clock.Advance(TimeSpan.FromHours(1));

        await faulty.GetAsync($"{faulty.Computer}/status?with=query");

        faulty.Plan.Fired.Should().Equal(new FiredFault(fault, "CutAfter(0)", "GET", $"{faulty.Computer}/status", clock.Start.AddHours(1)));
    }

    [Fact]
    public void Each_target_takes_its_own_requests_only()
    {
        (string Method, string Path)[] requests =
        [
            ("POST", "/api/agents/from-template"),
            ("GET", "/api/agents/a1/computer/status"),
            ("GET", "/api/agents/a1/computer/bootstrap/stream"),
            ("POST", "/api/agents/a1/computer/exec"),
            ("GET", "/api/agents/a1/computer/exec/e1"),
            ("DELETE", "/api/agents/a1/computer/exec/e1"),
            ("DELETE", "/api/agents/a1"),
        ];
        FaultTarget[] targets =
            [FaultTarget.FromTemplate, FaultTarget.Status, FaultTarget.Bootstrap, FaultTarget.Exec, FaultTarget.ExecResume, FaultTarget.ExecStop];

        for (var i = 0; i < targets.Length; i++)
        {
            requests.Where(request => targets[i].Includes(request.Method, request.Path)).Should().Equal(requests[i]);
        }

        requests.Should().OnlyContain(request => FaultTarget.Any.Includes(request.Method, request.Path));
        FaultTarget.ExecStop.Includes("DELETE", "/api/agents/a1/computer/exec").Should().BeTrue();
        FaultTarget.Exec.Includes("POST", "/API/agents/a1/computer/exec/").Should().BeTrue("routing takes it so");
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Action[] mistakes =
        [
            () => Fault.CutAfter(-1),
            () => Fault.ResetAfter(-1),
            () => Fault.StallAfter(-1),
            () => Fault.CutRandomly(1.1, 1),
            () => Fault.CutRandomly(double.NaN, 1),
            () => Fault.CutRandomly(0.5, -1),
            () => Fault.DelayHeaders(TimeSpan.Zero),
            () => Fault.TooManyRequests(TimeSpan.FromSeconds(-1)),
            () => Fault.DuplicateFrame(0),
            () => Fault.GarbleFrame(0),
            () => new FaultPlan().Add(Fault.Drip(), times: 0),
        ];

        mistakes.Should().AllSatisfy(mistake => mistake.Should().Throw<ArgumentOutOfRangeException>());
    }

    private static async Task<int[]> StatusesAsync(FaultyBackend faulty, int count)
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < count; i++)
        {
            using var response = await faulty.Http.GetAsync($"{faulty.Computer}/status");
            statuses.Add(response.StatusCode);
        }

        return [.. statuses.Cast<int>()];
    }
}
