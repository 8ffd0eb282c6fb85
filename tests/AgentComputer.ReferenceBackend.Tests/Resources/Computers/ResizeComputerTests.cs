using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Computers;

public sealed class ResizeComputerTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private const long Gibibyte = 1L << 30;

    [Theory]
    [InlineData("""{"size_preset":"ram-8g"}""", "ram-8g", 8, 25)]
    [InlineData("""{"requested_memory_mib":3072}""", "custom", 3, 10)]
    [InlineData("""{"requested_storage_bytes":12884901888}""", "custom", 4, 12)]
    [InlineData("""{"size_preset":"custom","requested_memory_mib":2048,"requested_storage_bytes":10737418240}""", "custom", 2, 10)]
    public async Task A_computer_gets_another_size_whether_it_runs_or_not(string body, string preset, int memoryGib, int storageGib)
    {
        foreach (var stop in new[] { false, true })
        {
            var id = await backend.CreateAsync("""{"size_preset":"ram-4g"}""");
            if (stop)
            {
                await backend.StopAsync(id);
            }

            var resizing = await backend.PostAsync($"/v1/computers/{id}/actions/resize", body);

            resizing.Status.Should().Be(202, resizing.Body);
            resizing.Text("operation", "kind").Should().Be("computer.resize");
            resizing.Text("computer", "state").Should().Be("updating");
            await backend.SucceededAsync(resizing);
            var computer = (await backend.GetAsync($"/v1/computers/{id}")).Of("computer");
            computer.GetProperty("state").GetString().Should().Be(stop ? "stopped" : "running");
            computer.GetProperty("size_preset").GetString().Should().Be(preset);
            computer.GetProperty("requested_memory_mib").GetInt32().Should().Be(memoryGib * 1024);
            computer.GetProperty("requested_storage_bytes").GetInt64().Should().Be(storageGib * Gibibyte);
            var engine = backend.Backend.Parts.House.Computers.Find(id)!;
            engine.Setup!.Measures.Should().Be(new LocalComputers.Computers.Measures(memoryGib * Gibibyte, storageGib * Gibibyte));
            engine.Processes.Limits.MemoryBytes.Should().Be(memoryGib * Gibibyte);
            (await engine.ReadStatusAsync()).DiskTotal.Should().Be(storageGib * Gibibyte);
        }
    }

    [Fact]
    public async Task The_size_stays_after_the_end_of_the_backend()
    {
        using var folder = new TempFolder();
        string id;
        await using (var first = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path))
        {
            id = await first.CreateAsync();
            await first.SucceededAsync(await first.PostAsync($"/v1/computers/{id}/actions/resize", """{"size_preset":"ram-8g"}"""));
        }

        await using var second = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path);

        second.Backend.Parts.House.Computers.Find(id)!.Setup!.Measures.Should().Be(new LocalComputers.Computers.Measures(8 * Gibibyte, 25 * Gibibyte));
    }

    [Theory]
    [InlineData("""{"size_preset":"ram-4g"}""")]
    [InlineData("""{"requested_memory_mib":4096,"requested_storage_bytes":10737418240}""")]
    [InlineData("""{"requested_memory_mib":4096}""")]
    public async Task The_size_that_a_computer_has_is_no_operation(string body)
    {
        var id = await backend.CreateAsync("""{"size_preset":"ram-4g"}""");

        var answer = await backend.PostAsync($"/v1/computers/{id}/actions/resize", body);

        answer.Status.Should().Be(202, answer.Body);
        answer.Has("operation").Should().BeFalse();
        answer.Text("computer", "state").Should().Be("running");
        answer.Text("computer", "size_preset").Should().Be("ram-4g");
    }

    [Theory]
    [InlineData("{}", "size_preset")]
    [InlineData("""{"size_preset":"custom"}""", "size_preset")]
    [InlineData("""{"size_preset":"ram-2g"}""", "shrink")]
    [InlineData("""{"requested_storage_bytes":9663676416}""", "requested_storage_bytes")]
    [InlineData("""{"size_preset":"ram-8g","requested_memory_mib":8192}""", "size_preset")]
    [InlineData("""{"requested_memory_mib":100}""", "requested_memory_mib")]
    public async Task A_size_that_makes_no_sense_or_less_storage_is_refused(string body, string about)
    {
        var id = await backend.CreateAsync("""{"size_preset":"ram-4g"}""");

        (await backend.PostAsync($"/v1/computers/{id}/actions/resize", body)).ShouldBeRefused(400, "invalid_request", about);
    }

    [Fact]
    public async Task A_process_that_runs_gets_the_new_limits()
    {
        var id = await backend.CreateAsync("""{"size_preset":"ram-2g"}""");
        var computer = backend.Backend.Parts.House.Computers.Find(id)!;
        var (program, reader) = await computer.Programs.StartAsync(new("sleep", ["1000"]), Limit.Token);
        using var _ = reader;

        await backend.SucceededAsync(await backend.PostAsync($"/v1/computers/{id}/actions/resize", """{"size_preset":"ram-8g"}"""));

        if (backend.Backend.UnenforcedLimits.Count == 0)
        {
            MemoryLimitOf(program.Id).Should().Be(8 * Gibibyte);
        }

        await program.StopAsync();
    }

    // The limit of the group that holds the process, of whichever version of control groups.
    private static long MemoryLimitOf(int processId)
    {
        var lines = File.ReadAllLines($"/proc/{processId}/cgroup").Select(line => line.Split(':', 3)).ToList();
        var v1 = lines.Find(line => line[1].Split(',').Contains("memory"));
        return Directory.EnumerateFiles("/sys/fs/cgroup", v1 is null ? "memory.max" : "memory.limit_in_bytes", SearchOption.AllDirectories)
            .Where(file => Path.GetDirectoryName(file)!.EndsWith((v1 ?? lines.Find(line => line[0] == "0")!)[2], StringComparison.Ordinal) || v1 is not null)
            .Where(file => File.ReadAllLines(Path.Combine(Path.GetDirectoryName(file)!, "cgroup.procs")).Contains($"{processId}"))
            .Select(file => long.Parse(File.ReadAllText(file), System.Globalization.CultureInfo.InvariantCulture))
            .Single();
    }
}
