using System.Security.Cryptography;
using AgentComputer.ReferenceBackend;
using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Processes;

/// <summary>Readers that come late to real processes, and get what was written before.</summary>
public sealed class ReplayTests(RealBackend real) : IClassFixture<RealBackend>
{
    private const string EveryByte = "for i in $(seq 0 255); do printf \"\\\\x$(printf %x $i)\"; done";

    [Theory]
    [InlineData(ProcessCodec.Json)]
    [InlineData(ProcessCodec.Protobuf)]
    public async Task A_second_client_reads_a_process_from_its_beginning(ProcessCodec codec)
    {
        await using var processes = await real.ProcessesAsync(codec);
        await using (var started = await processes.StartAsync(
            new() { Command = "sh", Arguments = ["-c", "echo one; echo bad >&2; read line; echo two; exit 5"], Tag = "worker" }, Limit.Token))
        {
            await started.ReadUntilAsync("bad\n");
        }

        using var other = real.Backend.CreateClient();
        await using var again = await other.OpenProcessesAsync(processes.ComputerId, new() { Codec = codec }, Limit.Token);
        await using var late = await again.ConnectAsync("worker", replay: true, cancellationToken: Limit.Token);
        await late.SendInputAsync("\n"u8.ToArray(), Limit.Token);

        var (stdout, stderr, ended) = await ReadAsync(late);
        (late.ReplayMissingBytes, Text(stdout), Text(stderr), ended.ExitCode).Should().Be((0, "one\ntwo\n", "bad\n", 5));
    }

    [Theory]
    [InlineData(ProcessCodec.Json)]
    [InlineData(ProcessCodec.Protobuf)]
    public async Task Every_byte_is_replayed_as_it_was_written(ProcessCodec codec)
    {
        await using var processes = await real.ProcessesAsync(codec);
        await using var process = await processes.StartAsync(new() { Command = "bash", Arguments = ["-c", EveryByte] }, Limit.Token);
        await process.WaitAsync(Limit.Token);

        await using var late = await processes.ConnectAsync(process.Pid, replay: true, cancellationToken: Limit.Token);

        var (stdout, _, ended) = await ReadAsync(late);
        (ended.Ok, late.ReplayMissingBytes).Should().Be((true, 0));
        stdout.Should().Equal(Enumerable.Range(0, 256).Select(value => (byte)value));
    }

    [Fact]
    public async Task A_character_that_is_cut_where_the_replay_begins_is_left_out_and_counted()
    {
        await using var small = await AgentComputerBackend.StartAsync(new() { ReplayBytes = 8 });
        await using var room = await RoomAsync(small);
        await using var process = await room.Processes.StartAsync(new() { Command = "printf", Arguments = ["€€€x"], HasStdin = false }, Limit.Token);
        await process.WaitAsync(Limit.Token);

        await using var late = await room.Processes.ConnectAsync(process.Pid, replay: true, cancellationToken: Limit.Token);

        var (output, _) = await late.ReadToEndAsync();
        (output, late.ReplayMissingBytes).Should().Be(("€€x", 3));
    }

    [Fact]
    public async Task Two_late_readers_get_the_same_to_the_byte()
    {
        await using var processes = await real.ProcessesAsync();
        await using var process = await processes.StartAsync(
            new() { Command = "sh", Arguments = ["-c", "head -c 200000 /dev/urandom; read line; head -c 200000 /dev/urandom"] }, Limit.Token);
        await using var first = await processes.ConnectAsync(process.Pid, replay: true, cancellationToken: Limit.Token);
        await using var second = await processes.ConnectAsync(process.Pid, replay: true, cancellationToken: Limit.Token);

        await process.SendInputAsync("\n"u8.ToArray(), Limit.Token);

        var all = await Task.WhenAll(ReadAsync(process), ReadAsync(first), ReadAsync(second));
        all.Select(it => Convert.ToHexString(SHA256.HashData(it.Stdout))).Distinct().Should().ContainSingle();
        all[1].Stdout.Length.Should().Be(400_000);
        (first.ReplayMissingBytes, second.ReplayMissingBytes).Should().Be((0, 0));
    }

    [Fact]
    public async Task Readers_that_come_while_a_process_writes_faster_than_they_read_miss_only_what_they_are_told()
    {
        await using var processes = await real.ProcessesAsync(ProcessCodec.Protobuf);
        await using var process = await processes.StartAsync(new() { Command = "seq", Arguments = ["300000"], HasStdin = false }, Limit.Token);
        var whole = ReadAsync(process);
        List<(ComputerProcess Process, Task<(byte[] Stdout, byte[] Stderr, ProcessEndedEvent Ended)> Read)> late = [];
        while (!whole.IsCompleted && late.Count < 10)
        {
            var reader = await processes.ConnectAsync(process.Pid, replay: true, cancellationToken: Limit.Token);
            late.Add((reader, ReadAsync(reader)));
        }

        var all = (await whole).Stdout;
        foreach (var (reader, read) in late)
        {
            var stdout = (await read).Stdout;
            all.AsSpan((int)reader.ReplayMissingBytes!.Value).SequenceEqual(stdout).Should().BeTrue();
            await reader.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_terminal_is_replayed_with_what_it_shows()
    {
        await using var processes = await real.ProcessesAsync();
        await using var shell = await processes.StartAsync(new() { Command = "sh", Arguments = ["-c", "echo seen; read line"], Terminal = new(80, 24) }, Limit.Token);
        await shell.ReadUntilAsync("seen");

        await using var late = await processes.ConnectAsync(shell.Pid, hasTerminal: true, replay: true, cancellationToken: Limit.Token);

        (await late.ReadUntilAsync("seen")).Should().StartWith("seen");
        await late.SendInputAsync("\n"u8.ToArray(), Limit.Token);
        (await late.ReadToEndAsync()).Ended.ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_backend_without_the_additions_is_asked_for_nothing()
    {
        await using var plain = await AgentComputerBackend.StartAsync(new() { Extensions = false });
        await using var room = await RoomAsync(plain);
        await using var process = await room.Processes.StartAsync(new() { Command = "sleep", Arguments = ["1000"] }, Limit.Token);

        var connect = () => room.Processes.ConnectAsync(process.Pid, replay: true, cancellationToken: Limit.Token);
        var kill = () => process.KillTreeAsync(Limit.Token);

        (await connect.Should().ThrowAsync<AgentComputerNotAnnouncedException>()).Which.Extension.Should().Be("replay");
        (await kill.Should().ThrowAsync<AgentComputerNotAnnouncedException>()).Which.Extension.Should().Be("signal-tree");
        HostProcesses.IsAlive((int)process.Pid).Should().BeTrue();
    }

    private static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    private static async Task<(byte[] Stdout, byte[] Stderr, ProcessEndedEvent Ended)> ReadAsync(ComputerProcess process)
    {
        using var stdout = new MemoryStream();
        using var stderr = new MemoryStream();
        await foreach (var item in process.Events.WithCancellation(Limit.Token))
        {
            switch (item)
            {
                case ProcessOutputEvent output:
                    (output.Source == ProcessOutputSource.Stderr ? stderr : stdout).Write(output.Bytes.Span);
                    break;
                case ProcessEndedEvent ended:
                    return (stdout.ToArray(), stderr.ToArray(), ended);
            }
        }

        throw new InvalidOperationException("The events ended without an end of the process.");
    }

    private static async Task<Room> RoomAsync(AgentComputerBackend backend)
    {
        var client = backend.CreateClient();
        var created = await client.CreateComputerAsync(cancellationToken: Limit.Token);
        var computer = await client.WaitUntilRunningAsync(created.Computer.Id, RealBackend.Quickly, Limit.Token);
        return new(client, await client.OpenProcessesAsync(computer.Id, cancellationToken: Limit.Token));
    }

    private sealed record Room(AgentComputerClient Client, ComputerProcesses Processes) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Processes.DisposeAsync();
            Client.Dispose();
        }
    }
}
