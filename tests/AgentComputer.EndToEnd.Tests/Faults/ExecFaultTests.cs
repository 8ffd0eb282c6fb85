using AgentComputer.ReferenceBackend;
using AgentComputer.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace AgentComputer.EndToEnd.Tests.Faults;

/// <summary>Commands whose answers go wrong: the caller is told the truth, and nothing runs twice.</summary>
public sealed class ExecFaultTests : FaultRoom
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_is_cut_anywhere_is_the_true_result_or_an_exception_and_nothing_runs_twice(bool reset)
    {
        var made = await CutEverywhereAsync(FaultTarget.Exec, reset, async at =>
        {
            try
            {
                var result = await Client.ExecAsync(Id, Ran(at), Limit.Token);
                (result.ExitCode, result.Stdout).Should().Be((3, "out\n"), "cut at byte {0}", at);
            }
            catch (AgentComputerException e)
            {
                e.Should().Match<AgentComputerException>(it => it is AgentComputerProtocolException || it is AgentComputerConnectionException, "cut at byte {0}", at);
            }
        });

        (await RunsAsync()).Should().Equal(Enumerable.Range(0, made).Select(at => $"{at}"), "a request that arrived is never sent again");
    }

    [Fact]
    public async Task A_command_that_was_refused_with_429_is_sent_again_and_runs_once()
    {
        Faults.Add(Fault.TooManyRequests(TimeSpan.Zero), FaultTarget.Exec, times: 2);

        var result = await Client.ExecAsync(Id, Ran(1), Limit.Token);

        (result.ExitCode, Faults.Fired.Count).Should().Be((3, 2));
        (await RunsAsync()).Should().Equal("1");
    }

    [Fact]
    public async Task A_command_that_is_always_refused_with_429_has_not_run()
    {
        Faults.Add(Fault.TooManyRequests(TimeSpan.Zero), FaultTarget.Exec);

        var run = () => Client.ExecAsync(Id, Ran(1), Limit.Token);

        (await run.Should().ThrowAsync<AgentComputerRateLimitedException>()).Which.Attempts.Should().BeGreaterThan(1);
        (await Client.FileExistsAsync(Id, "ran", Limit.Token)).Should().BeFalse();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_failure_of_the_service_is_told_and_the_command_is_not_sent_again(int status)
    {
        Faults.Add(status == 503 ? Fault.ServiceUnavailable(TimeSpan.Zero) : Fault.InternalServerError(), FaultTarget.Exec, times: 1);

        var run = () => Client.ExecAsync(Id, Ran(1), Limit.Token);

        var thrown = (await run.Should().ThrowAsync<AgentComputerApiException>()).Which;
        ((int)thrown.StatusCode, thrown.Attempts).Should().Be((status, 1));
        (await Client.FileExistsAsync(Id, "ran", Limit.Token)).Should().BeFalse();
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_headers_is_told_and_the_command_ran_once_at_most()
    {
        Faults.Add(Fault.ResetBeforeHeaders(), FaultTarget.Exec, times: 1);

        var run = () => Client.ExecAsync(Id, Ran(1), Limit.Token);

        (await run.Should().ThrowAsync<AgentComputerConnectionException>()).Which.RequestMayHaveArrived.Should().BeTrue();
        (await RunsAsync()).Should().Equal("1");
    }

    [Fact]
    public async Task An_answer_whose_first_byte_comes_too_late_is_no_result_and_the_command_ran_once()
    {
        var clock = new FakeTimeProvider();
        using var patient = Real.Backend.CreateClient(options => options.TimeProvider = clock);
        Faults.Add(Fault.DelayHeaders(TimeSpan.FromDays(1)), FaultTarget.Exec, times: 1);

        var running = patient.ExecAsync(Id, Ran(1) with { Timeout = TimeSpan.FromSeconds(5) }, Limit.Token);
        await Eventually.HoldsAsync(async () => await Client.FileExistsAsync(Id, "ran", Limit.Token), "the command runs although its answer is held back");
        clock.Advance(TimeSpan.FromSeconds(20));

        var wait = () => running;
        (await wait.Should().ThrowAsync<ExecTimedOutException>()).WithMessage("*is unknown*");
        (await RunsAsync()).Should().Equal("1");
    }

    [Fact]
    public async Task An_answer_that_comes_late_or_drop_by_drop_is_a_result_like_any_other()
    {
        Faults.Add(Fault.DelayHeaders(TimeSpan.FromMilliseconds(100)), FaultTarget.Exec, times: 1).Add(Fault.Drip(), FaultTarget.Exec, times: 1);

        var late = await Client.ExecAsync(Id, Ran(1), Limit.Token);
        var slow = await Client.ExecAsync(Id, Ran(2), Limit.Token);

        (late.Stdout, slow.Stdout).Should().Be(("out\n", "out\n"));
        (await RunsAsync()).Should().Equal("1", "2");
    }

    private static ExecRequest Ran(int number) => new() { Command = ["sh", "-c", $"echo {number} >> ran; echo out; exit 3"], Cwd = ComputerWorkspace.Root };

    private async Task<string[]> RunsAsync() => (await Client.ReadTextFileAsync(Id, "ran", Limit.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
