using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Exec;

public sealed class LiveOutputTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    [Fact]
    public async Task Output_arrives_while_the_command_still_runs()
    {
        var latch = computer.NewLatch();
        await using var events = computer.Exec($"echo first; {latch.Wait}; echo second").GetAsyncEnumerator();

        var first = await events.NextStdoutAsync();
        latch.Open();
        var second = await events.NextStdoutAsync();

        (first, second).Should().Be(("first\n", "second\n"));
    }

    [Fact]
    public async Task That_the_command_was_accepted_is_told_before_it_says_anything()
    {
        var latch = computer.NewLatch();
        await using var events = computer.Exec(latch.Wait).GetAsyncEnumerator();

        (await events.MoveNextAsync()).Should().BeTrue();
        var first = events.Current;
        latch.Open();
        (await events.MoveNextAsync()).Should().BeTrue();

        first.Should().BeOfType<ExecStartedEvent>().Which.ExecId.Should().StartWith("exec_");
        events.Current.Should().BeOfType<ExecExitEvent>().Which.Ok.Should().BeTrue();
        (await events.MoveNextAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task A_prompt_without_a_line_end_is_not_held_back()
    {
        var latch = computer.NewLatch();
        await using var events = computer.Exec($"printf 'Password: '; {latch.Wait}").GetAsyncEnumerator();

        var prompt = await events.NextStdoutAsync();
        latch.Open();

        prompt.Should().Be("Password: ");
    }

    [Fact]
    public async Task Two_readers_of_two_commands_do_not_wait_for_each_other()
    {
        var latch = computer.NewLatch();
        await using var slow = computer.Exec($"echo slow; {latch.Wait}; echo end").GetAsyncEnumerator();
        await slow.NextStdoutAsync();

        var quick = await computer.RunAsync("echo quick");
        latch.Open();

        quick.Stdout.Should().Be("quick\n");
        (await slow.NextStdoutAsync()).Should().Be("end\n");
    }

    [Fact]
    public async Task The_two_outputs_keep_their_order_where_the_reader_sets_the_pace()
    {
        var latches = new[] { computer.NewLatch(), computer.NewLatch(), computer.NewLatch() };
        var command = $"echo 1; {latches[0].Wait}; echo 2 >&2; {latches[1].Wait}; echo 3; {latches[2].Wait}; echo 4 >&2";
        var seen = new List<(string, string)>();

        await foreach (var item in computer.Exec(command))
        {
            if (item is ExecOutputEvent output)
            {
                seen.Add((output.Type, output.Chunk));
                latches.ElementAtOrDefault(seen.Count - 1)?.Open();
            }
        }

        seen.Should().Equal(("stdout", "1\n"), ("stderr", "2\n"), ("stdout", "3\n"), ("stderr", "4\n"));
    }

    [Fact]
    public async Task A_dev_server_in_the_background_lives_on_and_does_not_hold_up_the_command_that_started_it()
    {
        var latch = computer.NewLatch();

        var started = await computer.RunAsync($"({latch.Wait}; echo late; exec sleep 1000) & echo $!");
        var server = HostProcesses.Read(started.Stdout).Single();
        latch.Open();
        var looked = await computer.RunAsync($"kill -0 {server} && echo lives; kill -9 {server}");

        looked.Stdout.Should().Be("lives\n");
        await HostProcesses.EndPromptlyAsync(server);
    }
}
