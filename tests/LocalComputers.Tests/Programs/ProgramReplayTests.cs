using LocalComputers.Programs;

namespace LocalComputers.Tests.Programs;

public sealed class ProgramReplayTests : ProgramRoom
{
    private const int Kept = 1000;

    [Fact]
    public async Task A_late_reader_gets_what_was_written_and_then_what_is_written()
    {
        var (program, first) = Keeping("echo one; read -r x; echo two", takesInput: true);
        await ReadUntilAsync(first, "one\n");
        using var late = program.Attach(replay: true);

        await TypeAsync(program, "\n");

        (await ReadTextAsync(late)).Should().Be("one\ntwo\n");
        late.Missing.Should().Be(0);
    }

    [Fact]
    public async Task A_reader_that_does_not_ask_gets_nothing_from_before()
    {
        var (program, first) = Keeping("echo one; read -r x; echo two", takesInput: true);
        await ReadUntilAsync(first, "one\n");
        using var late = program.Attach();

        await TypeAsync(program, "\n");

        (await ReadTextAsync(late)).Should().Be("two\n");
    }

    [Fact]
    public async Task A_late_reader_is_told_how_much_is_missing()
    {
        var (program, first) = Keeping("head -c 5000 /dev/zero; printf end; read -r x", takesInput: true);
        await ReadUntilAsync(first, "end");
        using var late = program.Attach(replay: true);
        await TypeAsync(program, "\n");

        var bytes = await ReadAllAsync(late);

        (bytes.Length, late.Missing).Should().Be((Kept, 5003 - Kept));
        bytes[^3..].Should().Equal("end"u8.ToArray());
    }

    [Fact]
    public async Task Readers_that_come_while_the_program_writes_have_no_gap_and_no_byte_twice()
    {
        const int Lines = 200_000;
        var (program, first) = Keeping($"seq 1 {Lines}", kept: 100_000);
        var whole = ReadAllAsync(first);
        List<Task<(long Missing, byte[] Bytes)>> late = [];
        while (!program.Ended.IsCompleted && late.Count < 50)
        {
            late.Add(ReplayAsync(program));
            await Task.Yield();
        }

        late.Add(ReplayAsync(program));

        var all = await whole;
        foreach (var reader in late)
        {
            var (missing, bytes) = await reader;
            all.AsSpan((int)missing).SequenceEqual(bytes).Should().BeTrue();
        }
    }

    [Fact]
    public async Task A_program_that_has_ended_is_replayed_too()
    {
        var (program, first) = Keeping("echo gone; echo bad >&2");
        first.Dispose();
        await EndOf(program);

        using var late = program.Attach(replay: true);
        using var only = program.Attach(replay: true);

        (await ReadTextAsync(late, ProgramStream.Output)).Should().Be("gone\n");
        (await ReadTextAsync(only, ProgramStream.Error)).Should().Be("bad\n");
    }

    [Fact]
    public async Task Output_that_was_forgotten_is_told_as_missing()
    {
        var (program, first) = Keeping("echo gone");
        first.Dispose();
        await EndOf(program);
        program.ForgetOutput();

        using var late = program.Attach(replay: true);

        (await ReadAllAsync(late)).Should().BeEmpty();
        late.Missing.Should().Be(5);
    }

    [Fact]
    public async Task A_replay_makes_the_program_wait_until_it_is_read()
    {
        var (program, first) = Keeping("head -c 600000 /dev/zero; read -r x; head -c 600000 /dev/zero", takesInput: true, kept: 500_000);
        var read = 0;
        while (read < 600_000 && await first.WaitAsync(CancellationToken.None).AsTask().WaitAsync(Limit.Time))
        {
            while (first.TryTake(out var piece))
            {
                read += piece.Bytes.Length;
            }
        }

        first.Dispose();
        using var late = program.Attach(replay: true);
        late.IsFull.Should().BeTrue();
        await TypeAsync(program, "\n");

        (await ReadAllAsync(late)).Length.Should().Be(1_100_000);
        late.Missing.Should().Be(100_000);
    }

    [Fact]
    public async Task A_terminal_is_replayed_as_a_terminal()
    {
        var (program, first) = Start(new("bash", ["-c", "echo seen; read -r x"]) { Terminal = new(80, 24), KeptOutputBytes = Kept });
        await ReadUntilAsync(first, "seen");
        using var late = program.Attach(replay: true);
        await TypeAsync(program, "\n");

        (await ReadTextAsync(late, ProgramStream.Terminal)).Should().StartWith("seen\r\n");
    }

    [Fact]
    public async Task Only_the_latest_of_many_ended_programs_keep_their_output()
    {
        var table = new ProgramTable(TimeProvider.System);
        List<ProgramRun> programs = [];
        for (var i = 0; i < 18; i++)
        {
            var (program, reader) = Keeping("echo x");
            reader.Dispose();
            await EndOf(program);
            table.Add(program);
            table.Ended(program);
            programs.Add(program);
        }

        programs.Select(Missing).Should().Equal([2, 2, .. new long[16]]);
    }

    private static long Missing(ProgramRun program)
    {
        using var reader = program.Attach(replay: true);
        return reader.Missing;
    }

    private static async Task<(long Missing, byte[] Bytes)> ReplayAsync(ProgramRun program)
    {
        using var reader = program.Attach(replay: true);
        return (reader.Missing, await ReadAllAsync(reader));
    }

    private (ProgramRun Program, ProgramReader Reader) Keeping(string script, bool takesInput = false, int kept = Kept) =>
        Bash(script, it => it with { TakesInput = takesInput, KeptOutputBytes = kept });
}
