using System.Text;
using LocalComputers.Programs;

namespace LocalComputers.Tests.Programs;

public sealed class ProgramOutputTests : ProgramRoom
{
    [Fact]
    public async Task Both_outputs_are_told_apart()
    {
        var (_, reader) = Bash("echo out; echo err >&2");

        var pieces = new List<(ProgramStream, string)>();
        while (await reader.WaitAsync(CancellationToken.None))
        {
            while (reader.TryTake(out var piece))
            {
                pieces.Add((piece.Stream, Encoding.UTF8.GetString(piece.Bytes.Span)));
            }
        }

        pieces.Should().BeEquivalentTo([(ProgramStream.Output, "out\n"), (ProgramStream.Error, "err\n")]);
    }

    [Fact]
    public async Task Half_a_character_is_passed_on_at_once()
    {
        var (program, reader) = Bash("printf '\\303'; read -r x; printf '\\274'", it => it with { TakesInput = true });

        (await reader.WaitAsync(CancellationToken.None).AsTask().WaitAsync(Limit.Time)).Should().BeTrue();
        reader.TryTake(out var piece).Should().BeTrue();
        piece.Bytes.ToArray().Should().Equal(0xC3);
        await TypeAsync(program, "\n");
        (await ReadAllAsync(reader)).Should().Equal(0xBC);
    }

    [Fact]
    public async Task Each_reader_gets_all_that_comes_after_it_attached_and_nothing_from_before()
    {
        var (program, first) = Bash("echo one; read -r x; echo two", it => it with { TakesInput = true });
        await ReadUntilAsync(first, "one\n");
        using var second = program.Attach();

        await TypeAsync(program, "\n");

        (await ReadTextAsync(first)).Should().Be("two\n");
        (await ReadTextAsync(second)).Should().Be("two\n");
    }

    [Fact]
    public async Task A_program_whose_output_nobody_reads_goes_on()
    {
        var (program, reader) = Bash("head -c 20000000 /dev/zero; exit 3");
        reader.Dispose();

        (await EndOf(program)).ExitCode.Should().Be(3);
    }

    [Fact]
    public async Task A_slow_reader_makes_the_program_wait_and_loses_nothing()
    {
        const int Size = 5_000_000;
        var (program, slow) = Bash($"head -c {Size} /dev/zero; echo done >&2");
        using var quick = program.Attach();
        var read = 0;
        while (read < 100_000 && await quick.WaitAsync(CancellationToken.None).AsTask().WaitAsync(Limit.Time))
        {
            while (quick.TryTake(out var piece))
            {
                read += piece.Bytes.Length;
            }
        }

        program.Ended.IsCompleted.Should().BeFalse("the slow reader has read nothing, and the program has more to say than fits");

        var others = ReadAllAsync(quick);
        (await ReadAllAsync(slow, ProgramStream.Output)).Length.Should().Be(Size);
        (read + (await others).Length).Should().Be(Size + "done\n".Length);
    }

    [Fact]
    public async Task A_slow_reader_that_leaves_lets_the_program_go_on()
    {
        var (program, slow) = Bash("head -c 5000000 /dev/zero");
        await Eventually.HoldsAsync(() => slow.IsFull, "the program writes more than the reader has room for");

        slow.Dispose();

        (await EndOf(program)).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_slow_reader_keeps_no_other_program_waiting()
    {
        var (_, slow) = Bash("head -c 5000000 /dev/zero");
        await Eventually.HoldsAsync(() => slow.IsFull, "the program writes more than the reader has room for");

        var (other, reader) = Bash("head -c 5000000 /dev/zero");

        (await ReadAllAsync(reader)).Length.Should().Be(5_000_000);
        (await EndOf(other)).ExitCode.Should().Be(0);
        slow.Dispose();
    }

    [Fact]
    public async Task A_reader_of_an_ended_program_reads_the_end()
    {
        var (program, _) = Bash("echo gone");
        await EndOf(program);

        using var late = program.Attach();

        (await ReadAllAsync(late)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_program_has_ended_although_its_background_process_holds_its_pipes()
    {
        var (program, reader) = Bash("sleep 1000 & echo \"$!\"");

        var child = int.Parse(await ReadTextAsync(reader), System.Globalization.CultureInfo.InvariantCulture);

        (await EndOf(program)).ExitCode.Should().Be(0);
        HostProcesses.IsAlive(child).Should().BeTrue();
        await Processes.StopAllAsync();
        await HostProcesses.EndAsync(child);
    }
}
