using System.Net;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace TestingYourApp.Tests;

/// <summary>What can't be tried with the service: answers that break, quotas that are used up, hours that pass. Each test has a backend of its own.</summary>
public sealed class DifficultDayTests
{
    [Fact]
    public async Task A_connection_that_breaks_loses_no_line_and_runs_nothing_twice()
    {
        var faults = new FaultPlan().Add(Fault.CutAfter(300), FaultTarget.Exec, times: 1);
        await using var backend = await FlapjackBackend.StartAsync(new() { Port = null, RateLimits = null, Faults = faults });
        await using var tested = new TestedApp(backend);
        using var app = tested.CreateClient();
        var project = await app.OpenAsync("cut");

        var report = await app.CheckAsync(project, "echo run >> runs; seq 1 500");

        Assert.Equal(string.Concat(Enumerable.Range(1, 500).Select(number => $"{number}\n")), report.Output);
        Assert.Single(faults.Fired);
        Assert.Equal("run\n", (await app.CheckAsync(project, "cat runs")).Output);
    }

    [Fact]
    public async Task A_user_is_told_when_to_come_back()
    {
        var faults = new FaultPlan().Add(Fault.TooManyRequests(TimeSpan.FromMinutes(1)), FaultTarget.Exec);
        await using var backend = await FlapjackBackend.StartAsync(new() { Port = null, Faults = faults });
        await using var tested = new TestedApp(backend);
        using var app = tested.CreateClient();
        var project = await app.OpenAsync("busy");

        var response = await app.SendCheckAsync(project, "true");

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), response.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task A_computer_that_fell_asleep_over_the_weekend_still_has_its_files()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var backend = await FlapjackBackend.StartAsync(new() { Port = null, RateLimits = null, TimeProvider = clock });
        await using var tested = new TestedApp(backend);
        using var app = tested.CreateClient();
        using var flapjack = backend.CreateClient();
        var project = await app.OpenAsync("weekend");
        await app.CheckAsync(project, "echo kept > file");

        clock.Advance(TimeSpan.FromDays(2));
        while ((await flapjack.GetComputerStatusAsync(project)).Computer?.Status != ComputerLifecycleStatus.Idle)
        {
            // The status that the backend answers with may be ten seconds old.
            clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Equal("kept\n", (await app.CheckAsync(project, "cat file")).Output);
    }
}
