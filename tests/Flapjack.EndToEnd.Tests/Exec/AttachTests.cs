using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Exec;

/// <summary>Commands that outlive the client that started them, and are read and stopped by their id.</summary>
public sealed class AttachTests(ReadyComputer computer) : IClassFixture<ReadyComputer>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_client_that_dies_in_mid_command_is_followed_by_one_that_reads_the_exact_rest()
    {
        var latch = new Latch(_folder);
        var options = Job($"echo ran >> '{_folder["ran"]}'; printf 'one,ü'; {latch.Wait}; printf 'two,\\377'; printf three >&2; exit 3");
        string execId = "", after = "";
        await using (var cable = new Cable(computer.Backend))
        {
            var read = async () =>
            {
                await foreach (var item in cable.Client.ExecComputerAsync(computer.AgentId, options, Limit.Token))
                {
                    execId = item is ExecStartedEvent started ? started.ExecId! : execId;
                    after = item.EventId!;
                    if (item is ExecStdoutEvent)
                    {
                        cable.Pull();
                    }
                }
            };
            await read.Should().ThrowAsync<FlapjackStreamInterruptedException>();
        }

        latch.Open();
        using var second = computer.Backend.CreateClient();
        var rest = await ReadAsync(second.AttachComputerExecAsync(computer.AgentId, execId, after, Limit.Token));

        rest.OfType<ExecStdoutEvent>().SelectMany(e => e.Bytes.ToArray()).Should().Equal([.. "two,"u8, 0xff]);
        rest.OfType<ExecStderrEvent>().Should().ContainSingle().Which.Chunk.Should().Be("three");
        rest[^1].Should().BeOfType<ExecExitEvent>().Which.ExitCode.Should().Be(3);
        rest.Should().NotContain(e => e is ExecStartedEvent);
        (await File.ReadAllTextAsync(_folder["ran"])).Should().Be("ran\n");
    }

    [Fact]
    public async Task One_that_had_stored_nothing_sends_the_same_command_under_the_same_key_and_gets_all_of_it()
    {
        var latch = new Latch(_folder);
        var options = Job($"echo ran >> '{_folder["ran"]}'; echo one; {latch.Wait}; echo two");
        await using (var cable = new Cable(computer.Backend))
        {
            await using var events = cable.Client.ExecComputerAsync(computer.AgentId, options, Limit.Token).GetAsyncEnumerator();
            (await events.NextStdoutAsync()).Should().Be("one\n");
            cable.Pull();
        }

        latch.Open();
        using var second = computer.Backend.CreateClient();
        var result = await second.RunComputerAsync(computer.AgentId, options, Limit.Token);

        result.EnsureSuccess().Stdout.Should().Be("one\ntwo\n");
        (await File.ReadAllTextAsync(_folder["ran"])).Should().Be("ran\n");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_command_with_a_detach_timeout_survives_whoever_leaves_it(bool attached)
    {
        var latch = new Latch(_folder);
        var execId = await StartAsync(Job($"{latch.Wait}; echo alive"));
        if (attached)
        {
            await foreach (var item in computer.Client.AttachComputerExecAsync(computer.AgentId, execId, null, Limit.Token))
            {
                break;
            }
        }

        latch.Open();
        var events = await ReadAsync(computer.Client.AttachComputerExecAsync(computer.AgentId, execId, null, Limit.Token));

        events.OfType<ExecStdoutEvent>().Should().ContainSingle().Which.Chunk.Should().Be("alive\n");
        events[^1].Should().BeOfType<ExecExitEvent>().Which.Ok.Should().BeTrue();
    }

    [Fact]
    public async Task A_command_is_stopped_by_its_id_with_all_that_it_started_and_its_readers_are_told()
    {
        var execId = await StartAsync(Job("sleep 1000 & echo $! $$; wait"));
        await using var events = computer.Client.AttachComputerExecAsync(computer.AgentId, execId, null, Limit.Token).GetAsyncEnumerator();
        var processes = HostProcesses.Read(await events.NextStdoutAsync());

        await computer.Client.StopComputerExecAsync(computer.AgentId, execId, Limit.Token);

        processes.Should().HaveCount(2).And.NotContain(id => HostProcesses.IsAlive(id));
        (await events.LastAsync()).Should().BeOfType<ExecExitEvent>().Which.Signal.Should().Be("SIGTERM");
        await computer.Client.Invoking(c => c.StopComputerExecAsync(computer.AgentId, execId, Limit.Token)).Should().NotThrowAsync("it is over");
    }

    [Fact]
    public async Task What_never_ran_here_is_not_found()
    {
        var attach = () => ReadAsync(computer.Client.AttachComputerExecAsync(computer.AgentId, "exec_unknown", null, Limit.Token));
        var stop = () => computer.Client.StopComputerExecAsync(computer.AgentId, "exec_unknown", Limit.Token);

        (await attach.Should().ThrowAsync<FlapjackNotFoundException>()).Which.Message.Should().Contain("exec_unknown");
        (await stop.Should().ThrowAsync<FlapjackNotFoundException>()).Which.Message.Should().Contain("exec_unknown");
    }

    [Fact]
    public async Task A_command_that_has_ended_is_read_again_from_the_beginning_or_behind_an_event()
    {
        var first = await ReadAsync(computer.Client.ExecComputerAsync(computer.AgentId, new() { Command = "echo out; exit 4" }, Limit.Token));
        var execId = ((ExecStartedEvent)first[0]).ExecId!;

        var all = await ReadAsync(computer.Client.AttachComputerExecAsync(computer.AgentId, execId, null, Limit.Token));
        var rest = await ReadAsync(computer.Client.AttachComputerExecAsync(computer.AgentId, execId, first[^2].EventId, Limit.Token));

        all.Select(e => (e.EventId, e.Type)).Should().Equal(first.Select(e => (e.EventId, e.Type)));
        rest.Should().ContainSingle().Which.Should().BeOfType<ExecExitEvent>().Which.ExitCode.Should().Be(4);
    }

    [Fact]
    public async Task An_event_that_there_is_not_is_refused()
    {
        var execId = (await computer.RunAsync("true")).ExecId!;

        var attach = (string after) => ReadAsync(computer.Client.AttachComputerExecAsync(computer.AgentId, execId, after, Limit.Token));

        foreach (var after in new[] { "99", "nonsense" })
        {
            (await attach.Invoking(read => read(after)).Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_LAST_EVENT_ID");
        }
    }

    [Fact]
    public async Task A_command_whose_output_is_no_longer_kept_says_so_and_stopping_it_is_no_error()
    {
        await using var brief = await ReadyComputer.StartAsync(new() { JournalRetention = TimeSpan.Zero, RateLimits = null });
        var execId = (await brief.RunAsync("exit 5")).ExecId!;

        var attach = () => ReadAsync(brief.Client.AttachComputerExecAsync(brief.AgentId, execId, "1", Limit.Token));

        var thrown = (await attach.Should().ThrowExactlyAsync<FlapjackApiException>()).Which;
        thrown.ErrorCode.Should().Be("EXEC_EXPIRED");
        await brief.Client.StopComputerExecAsync(brief.AgentId, execId, Limit.Token);
    }

    [Fact]
    public async Task On_the_documented_service_nothing_of_it_is_tried()
    {
        await using var plain = await ReadyComputer.StartAsync(new() { Extensions = false, RateLimits = null });
        var run = () => plain.Client.RunComputerAsync(plain.AgentId, new() { Command = $": > '{_folder["ran"]}'", IdempotencyKey = "job" }, Limit.Token);
        var attach = () => ReadAsync(plain.Client.AttachComputerExecAsync(plain.AgentId, "exec_1", null, Limit.Token));
        var stop = () => plain.Client.StopComputerExecAsync(plain.AgentId, "exec_1", Limit.Token);

        await run.Should().ThrowAsync<FlapjackNotAnnouncedException>();
        await attach.Should().ThrowAsync<FlapjackNotAnnouncedException>();
        await stop.Should().ThrowAsync<FlapjackNotAnnouncedException>();
        File.Exists(_folder["ran"]).Should().BeFalse();
    }

    private static ExecComputerOptions Job(string command) => new()
    {
        Command = command,
        Timeout = TimeSpan.FromMinutes(20),
        IdempotencyKey = $"job-{Guid.NewGuid()}",
        DetachTimeout = TimeSpan.FromMinutes(10),
    };

    /// <summary>Starts a command and leaves it.</summary>
    private async Task<string> StartAsync(ExecComputerOptions options)
    {
        await foreach (var item in computer.Client.ExecComputerAsync(computer.AgentId, options, Limit.Token))
        {
            return ((ExecStartedEvent)item).ExecId!;
        }

        throw new InvalidOperationException("The stream was empty.");
    }

    private static async Task<List<ComputerExecEvent>> ReadAsync(IAsyncEnumerable<ComputerExecEvent> events)
    {
        var all = new List<ComputerExecEvent>();
        await foreach (var item in events)
        {
            all.Add(item);
        }

        return all;
    }
}
