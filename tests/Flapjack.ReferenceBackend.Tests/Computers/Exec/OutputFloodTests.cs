using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

/// <summary>Commands that never stop writing; the memory is looked at, so nothing else may run meanwhile.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class OutputFloodTests
{
    private const int Mebibyte = 1024 * 1024;

    [Fact]
    public async Task A_capped_flood_grows_neither_the_disk_nor_the_memory()
    {
        var clock = new ArmedTime();
        await using var computer = await ReadyComputer.StartAsync(options =>
        {
            options.MaxOutputBytes = Mebibyte;
            options.TimeProvider = clock;
        });
        using var stream = await computer.ExecAsync("echo $$; exec yes");
        var process = (await stream.ReadPrintedAsync("\n")).Split('\n')[0];
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await Eventually.HoldsAsync(() => WrittenBy(process) > 64 * Mebibyte, "the flood is held up by nobody");
        var (disk, memory) = (computer.Server.Backend.JournalBytes(), GC.GetTotalMemory(forceFullCollection: true) - before);
        clock.Advance(TimeSpan.FromSeconds(120));
        var frames = await stream.ReadFramesAsync();

        disk.Should().BeLessThan(3 * Mebibyte);
        memory.Should().BeLessThan(16 * Mebibyte);
        frames.Exit().GetProperty("timedOut").GetBoolean().Should().BeTrue();
        frames.Exit().GetProperty("stdoutBytes").GetInt64().Should().BeGreaterThan(64 * Mebibyte);
    }

    [Fact]
    public async Task A_flood_into_a_reader_that_stops_reading_holds_the_memory_flat()
    {
        await using var computer = await ReadyComputer.StartAsync(options => options.MaxOutputBytes = null);
        // Over memory, where a connection holds a known number of bytes.
        using var stream = await TestBackend.ExecAsync(computer.Server.MemoryClient(), computer.Agent, "echo $$; exec yes");
        var process = (await stream.ReadPrintedAsync("\n")).Split('\n')[0];
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var (last, same) = (0L, 0);
        await Eventually.HoldsAsync(
            () =>
            {
                var now = WrittenBy(process);
                same = now == last ? same + 1 : 0;
                last = now;
                return same == 60;
            },
            "the flood has to pause");

        last.Should().BeLessThan(10 * Mebibyte);
        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(16 * Mebibyte);
    }

    private static long WrittenBy(string process) => long.Parse(
        File.ReadLines($"/proc/{process}/io").Single(line => line.StartsWith("wchar: ", StringComparison.Ordinal))["wchar: ".Length..],
        System.Globalization.CultureInfo.InvariantCulture);
}
