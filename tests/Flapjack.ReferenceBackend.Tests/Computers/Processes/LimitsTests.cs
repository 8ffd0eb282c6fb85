using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Processes;

public sealed class LimitsTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    private readonly string _tag = EscapeZoo.NewTag();

    [Fact]
    public async Task Open_files_cores_and_cpu_time_are_limited_a_process()
    {
        var said = (await computer.RunAsync("ulimit -n; ulimit -Hn; ulimit -c; ulimit -t; sh -c 'ulimit -t'")).Printed();

        var openFiles = Math.Min(65_536, HostLimit("Max open files"));
        said.Should().Be($"{openFiles}\n{openFiles}\n0\n86400\n86400\n");
    }

    [Fact]
    public async Task A_command_is_bash_itself_with_no_descriptor_that_is_not_its_own()
    {
        var said = (await computer.RunAsync("env | grep -c FLAPJACK_; ls /proc/$$/fd; tr '\\0' ' ' </proc/$$/cmdline")).Printed();

        said.Should().StartWith("2\n0\n1\n2\n").And.Contain("/bin/bash -lc -- env | grep");
    }

    [FactWithControlGroups(withLimits: true)]
    public async Task Who_takes_too_much_memory_is_killed_and_it_is_no_timeout()
    {
        await LimitAsync(memoryMebibytes: 48, processes: 64);

        var hog = await computer.RunAsync("exec tail /dev/zero");
        var child = await computer.RunAsync("tail /dev/zero; echo ended by $?");

        hog.Exit().GetProperty("exitCode").GetInt32().Should().Be(137);
        hog.Exit().GetProperty("signal").GetString().Should().Be("SIGKILL");
        hog.Exit().GetProperty("timedOut").GetBoolean().Should().BeFalse();
        child.Printed().Should().Be("ended by 137\n");
    }

    [FactWithControlGroups(withLimits: true)]
    public async Task Who_forks_without_end_ends_at_the_limit()
    {
        await LimitAsync(memoryMebibytes: 512, processes: 40);
        var bomb = $"i=0; while [ $i -lt 200 ]; do sleep {_tag} & i=$((i+1)); done";

        var frames = await computer.RunAsync($"sh -c '{bomb}'; echo ended by $?");
        var alive = EscapeZoo.Alive(_tag).Length;
        await computer.Server.Backend.ComputerOf(computer.Agent).Processes.StopAllAsync();

        frames.Printed().Should().Be("ended by 2\n");
        alive.Should().BeInRange(20, 40);
        EscapeZoo.Alive(_tag).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_not_limited_is_said_once_with_its_reason()
    {
        var log = new CapturedLog();
        await using var backend = await TestBackend.StartAsync(options =>
        {
            options.UseControlGroups = false;
            options.LoggerFactory = log.Loggers;
        });

        backend.Backend.UnenforcedLimits.Should().ContainSingle().Which.Should().Contain("memory").And.Contain("processes");
        log.Messages.Should().ContainSingle(line => line.Contains("Not limited")).Which.Should().Contain("no control groups");
    }

    [Theory]
    [InlineData("small", 1, 256)]
    [InlineData("medium", 2, 512)]
    [InlineData("large", 4, 1_024)]
    public void A_size_stands_for_memory_and_processes(string size, long gibibytes, int processes)
    {
        var limits = LocalComputers.Computers.Sizes.LimitsOf(LocalComputers.Computers.Sizes.MeasuresOf(LocalComputers.Computers.Sizes.Find(size)!.Value));

        limits.Should().Be(new LocalComputers.Processes.Groups.ResourceLimits(gibibytes << 30, processes));
    }

    private async Task LimitAsync(long memoryMebibytes, int processes)
    {
        var own = computer.Server.Backend.ComputerOf(computer.Agent).Processes;
        await own.StopAllAsync();
        own.Limits = new(memoryMebibytes << 20, processes);
    }

    private static long HostLimit(string name) => long.Parse(
        File.ReadAllLines("/proc/self/limits").First(line => line.StartsWith(name, StringComparison.Ordinal))[26..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        null);
}
