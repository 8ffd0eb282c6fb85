using System.Globalization;
using Flapjack.ReferenceBackend.Tests.Computers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Computers.Shells;

/// <summary>A backend that is killed, so that it can end nothing and record nothing, while a shell waits for a command or has been given a command.</summary>
public sealed class ShellsAheadCrashTests : IDisposable
{
    private const string Waits = "waits for a command";

    private readonly TempFolder _folder = new();
    private readonly KnownAgent _agent = new(null, null);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_shell_that_waits_is_left_behind()
    {
        var host = await StartAsync();
        using var life = new CrashLife(host);
        await CreateAgentAsync(life);
        var shell = await WaitingShellAsync();

        await host.KillAsync();

        await HostProcesses.EndPromptlyAsync(shell);
        HostProcesses.WithEnvironment(_folder.Path).Should().BeEmpty();
    }

    [Fact]
    public async Task No_shell_that_just_starts_is_left_behind()
    {
        for (var round = 0; round < 4; round++)
        {
            var host = await StartAsync();
            using var life = new CrashLife(host);
            await CreateAgentAsync(life);
            await WaitingShellAsync();
            await life.RepeatAsync(_agent, new($"c{round}", "true", 0));
            // The shell of the next command is not there yet, starts, or waits.
            await Task.Delay(4 * round);

            await host.KillAsync();

            await Eventually.HoldsAsync(() => HostProcesses.WithEnvironment(_folder.Path).Length == 0, "every shell ends with the backend that it waits for");
        }
    }

    [Fact]
    public async Task A_command_that_a_waiting_shell_has_taken_has_an_outcome_that_nobody_knows_and_is_not_run_again()
    {
        var exec = new KnownExec("taken", "echo x >>~/ran; echo $$; echo begun; exec sleep 1000", 0);
        int shell;
        var host = await StartAsync();
        using (var life = new CrashLife(host))
        {
            await CreateAgentAsync(life);
            shell = await WaitingShellAsync();
            using var stream = await life.ExecAsync(_agent, exec);
            int.Parse(await stream.ReadPrintedAsync("begun").ContinueWith(printed => printed.Result.Split('\n')[0], TaskScheduler.Default), CultureInfo.InvariantCulture)
                .Should().Be(shell, "the shell that waited has the command");
            await host.KillAsync();
        }

        var next = await StartAsync();
        using var second = new CrashLife(next);

        (await second.RepeatAsync(_agent, exec)).ShouldEndWithError("EXEC_OUTCOME_UNKNOWN");
        await HostProcesses.EndPromptlyAsync(shell);
        (await second.RepeatAsync(_agent, new("count", "cat ~/ran", 0))).Printed().Should().Be("x\n");
    }

    [Fact]
    public async Task A_command_in_the_midst_of_its_hand_over_runs_at_most_once()
    {
        for (var round = 0; round < 5; round++)
        {
            var exec = new KnownExec($"midst{round}", $"echo x >>~/ran{round}; echo begun; exec sleep 1000", 0);
            var host = await StartAsync();
            using (var life = new CrashLife(host))
            {
                await CreateAgentAsync(life);
                await WaitingShellAsync();
                var sending = life.ExecAsync(_agent, exec);
                await Task.Delay(2 * round);
                await host.KillAsync();
                await ((Task)sending).ContinueWith(_ => { }, TaskScheduler.Default);
            }

            var next = await StartAsync();
            using var second = new CrashLife(next);
            using var again = await second.ExecAsync(_agent, exec);
            var frame = await again.ReadUntilAsync(frame => frame.Event is "stdout" or "error");

            // Either nothing was stored of the command, and its repeat is its first run; or nobody knows how it went, and it is not run any more.
            var count = (await second.RepeatAsync(_agent, new($"count{round}", $"cat ~/ran{round} 2>/dev/null | wc -l", 0))).Printed().Trim();
            count.Should().BeOneOf(frame.Event == "stdout" ? ["1"] : ["0", "1"]);
            HostProcesses.WithEnvironment(_folder.Path).Should().HaveCountLessThan(4);
        }
    }

    private Task<CrashHost> StartAsync() => CrashHost.StartAsync(_folder.Path, shellsAhead: 8);

    private async Task CreateAgentAsync(CrashLife life)
    {
        if (_agent.Id is null)
        {
            _agent.Id = (await life.SendAsync(HttpMethod.Post, "/api/agents/from-template", """{"template":"blank"}""")).Text("agent", "id");
            await life.ReadBootstrapAsync(_agent);
        }

        await life.RepeatAsync(_agent, new(Guid.NewGuid().ToString(), "true", 0));
    }

    /// <summary>The process of the shell that waits behind its login files.</summary>
    private async Task<int> WaitingShellAsync()
    {
        var shell = 0;
        await Eventually.HoldsAsync(() => (shell = HostProcesses.WithEnvironment(_folder.Path).FirstOrDefault(IsWaiting)) > 0, "a shell waits for the next command");
        return shell;
    }

    private static bool IsWaiting(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Contains(Waits, StringComparison.Ordinal)
                && File.ReadAllText($"/proc/{process}/syscall").StartsWith("0 0x3 ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
