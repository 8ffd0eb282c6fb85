using System.Security.Cryptography;
using LocalComputers.Programs;

namespace LocalComputers.Tests.Programs;

public sealed class ProgramInputTests : ProgramRoom
{
    [Fact]
    public async Task A_hundred_MiB_go_through_cat_and_come_back_the_same()
    {
        const int Size = 100 * 1024 * 1024;
        var (program, reader) = Start(new("cat", []) { TakesInput = true });
        using var sent = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var came = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var writing = Task.Run(async () =>
        {
            var random = new Random(1);
            var bytes = new byte[1_000_003];
            for (var left = Size; left > 0; left -= bytes.Length)
            {
                random.NextBytes(bytes);
                var piece = bytes.AsMemory(0, Math.Min(left, bytes.Length));
                sent.AppendData(piece.Span);
                await program.WriteInputAsync(piece, CancellationToken.None);
            }

            await program.CloseInputAsync(CancellationToken.None);
        });

        long count = 0;
        while (await reader.WaitAsync(CancellationToken.None))
        {
            while (reader.TryTake(out var piece))
            {
                came.AppendData(piece.Bytes.Span);
                count += piece.Bytes.Length;
            }
        }

        await writing;
        count.Should().Be(Size);
        came.GetHashAndReset().Should().Equal(sent.GetHashAndReset());
        (await EndOf(program)).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Pieces_arrive_in_the_order_in_which_they_were_written()
    {
        var (program, reader) = Start(new("cat", []) { TakesInput = true });

        await Task.WhenAll(Enumerable.Range(0, 200).Select(n => program.WriteInputAsync(BitConverter.GetBytes(n), CancellationToken.None)));
        await program.CloseInputAsync(CancellationToken.None);

        (await ReadAllAsync(reader)).Should().Equal(Enumerable.Range(0, 200).SelectMany(BitConverter.GetBytes));
    }

    [Fact]
    public async Task A_program_without_input_reads_the_end_at_once()
    {
        var (program, reader) = Start(new("cat", []));

        (await ReadAllAsync(reader)).Should().BeEmpty();
        (await EndOf(program)).ExitCode.Should().Be(0);
        var write = () => program.WriteInputAsync(new byte[1], CancellationToken.None);
        await write.Should().ThrowAsync<ProgramInputException>().WithMessage("*without input*");
    }

    [Fact]
    public async Task Input_can_be_closed_again_and_takes_nothing_more()
    {
        var (program, reader) = Bash("cat; echo done; sleep 1000", it => it with { TakesInput = true });
        await program.CloseInputAsync(CancellationToken.None);
        await program.CloseInputAsync(CancellationToken.None);
        await ReadUntilAsync(reader, "done");

        var write = () => program.WriteInputAsync(new byte[1], CancellationToken.None);

        await write.Should().ThrowAsync<ProgramInputException>().WithMessage("*closed*");
    }

    [Fact]
    public async Task A_write_waits_while_the_program_does_not_read_and_fails_when_it_ends()
    {
        var (program, _) = Bash("sleep 1000", it => it with { TakesInput = true });
        var write = program.WriteInputAsync(new byte[1024 * 1024], CancellationToken.None);
        await Task.Yield();
        write.IsCompleted.Should().BeFalse();

        program.Signal(9);

        var wait = () => write.WaitAsync(Limit.Time);
        await wait.Should().ThrowAsync<ProgramInputException>().WithMessage("*ended*");
    }

    [Fact]
    public async Task A_cancelled_write_lets_the_next_one_in()
    {
        var (program, reader) = Bash("read -r line; echo started; cat >/dev/null; echo done", it => it with { TakesInput = true });
        using var cancel = new CancellationTokenSource();
        var write = program.WriteInputAsync(new byte[1024 * 1024], cancel.Token);
        await cancel.CancelAsync();
        var wait = () => write;
        await wait.Should().ThrowAsync<OperationCanceledException>();

        await TypeAsync(program, "\n");
        await program.CloseInputAsync(CancellationToken.None);

        await ReadUntilAsync(reader, "done");
    }
}
