using System.Text;
using LocalComputers.Processes;

namespace LocalComputers.Tests.Processes;

public sealed class PipeReadEndTests : ProcessRoom
{
    private const int PipeCapacity = 64 * 1024;

    [Fact]
    public async Task A_child_whose_output_nobody_reads_is_blocked_until_somebody_does()
    {
        await using var child = Start("yes");
        var output = child.StandardOutput;

        await Eventually.HoldsAsync(() => output.Available > 0 && StateOf(child) == 'S', "the pipe is full");
        output.Available.Should().BeInRange(1, PipeCapacity);
        var buffer = new byte[PipeCapacity];
        long total = 0;
        while (total < 10 * PipeCapacity)
        {
            total += await output.ReadAsync(buffer, CancellationToken.None);
        }

        IsAlive(child.Id).Should().BeTrue();
    }

    [Fact]
    public async Task Available_is_what_waits_in_the_pipe()
    {
        await using var child = Bash("echo -n 12345");
        await child.Exited;

        child.StandardOutput.Available.Should().Be(5);
        child.StandardError.Available.Should().Be(0);
    }

    [Fact]
    public async Task Disposing_ends_a_pending_read()
    {
        await using var child = Bash("sleep 1000");
        var read = child.StandardOutput.ReadAsync(new byte[100], CancellationToken.None).AsTask();

        child.StandardOutput.Dispose();

        await read.Invoking(r => r).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Disposing_of_the_host_ends_a_pending_read()
    {
        var child = Bash("setsid bash -c 'echo started; sleep 1000' & wait");
        await ReadLineAsync(child.StandardOutput);
        var read = child.StandardOutput.ReadAsync(new byte[100], CancellationToken.None).AsTask();

        await Host.DisposeAsync();

        await read.Invoking(r => r).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_second_reader_at_the_same_time_is_refused()
    {
        await using var child = Bash("sleep 1000");
        var read = child.StandardOutput.ReadAsync(new byte[100], CancellationToken.None).AsTask();

        Func<Task> second = async () => await child.StandardOutput.ReadAsync(new byte[100], CancellationToken.None);

        await second.Should().ThrowAsync<InvalidOperationException>();
        read.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task A_read_into_no_room_is_refused_rather_than_taken_for_the_end()
    {
        await using var child = Bash("echo something");

        Func<Task> read = async () => await child.StandardOutput.ReadAsync(Memory<byte>.Empty, CancellationToken.None);

        await read.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task Reads_disposed_of_at_any_moment_never_read_from_another_pipe()
    {
        await Task.WhenAll(Enumerable.Range(0, 30).Select(async number =>
        {
            await using var child = Bash($"while true; do echo {number}; done");
            var lines = ReadUntilDisposedAsync(child.StandardOutput);
            await Task.Delay(TimeSpan.FromMilliseconds(number % 10), TimeProvider.System);
            child.StandardOutput.Dispose();

            (await lines).Split('\n', StringSplitOptions.RemoveEmptyEntries).SkipLast(1).Should().NotContain(line => line != $"{number}");
        }));
    }

    private static async Task<string> ReadUntilDisposedAsync(PipeReadEnd pipe)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await pipe.ReadAsync(buffer, CancellationToken.None) is var count and > 0)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        }
        catch (ObjectDisposedException)
        {
            // As intended.
        }

        return text.ToString();
    }

    private char StateOf(ChildProcess child) => Table.Find(child.Id)!.Value.State;
}
