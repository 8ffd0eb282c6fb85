using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Processes.Zoo;

/// <summary>Nothing that was started on a computer survives its stop, however it was started and whatever it does to get away.</summary>
public sealed class ZooTests(ZooKeeper zoo) : IClassFixture<ZooKeeper>
{
    private readonly string _tag = EscapeZoo.NewTag();

    public static TheoryData<string, bool> Members => EscapeZoo.All;

    [Theory]
    [MemberData(nameof(Members))]
    public async Task Nothing_that_a_process_let_loose_survives_a_stop(string member, bool groups)
    {
        var real = zoo.With(groups);
        var id = (await real.CreateAsync()).Id;
        await using var processes = await real.Client.OpenProcessesAsync(id, cancellationToken: Limit.Token);
        await using var process = await processes.StartAsync(
            new() { Command = "bash", Arguments = ["-c", $"{EscapeZoo.Free(member, _tag)}\nsleep {_tag}; sleep {_tag}"] }, Limit.Token);
        await EscapeZoo.IsFreeAsync(_tag);

        await real.StopAsync(id);

        EscapeZoo.Alive(_tag).Should().BeEmpty("the stop has succeeded when all is dead");
    }

    [Theory]
    [MemberData(nameof(Members))]
    public async Task Nothing_that_an_exec_left_behind_survives_a_stop(string member, bool groups)
    {
        var real = zoo.With(groups);
        var id = (await real.CreateAsync()).Id;
        // It closes its output, so that the exec does not wait for it.
        await real.Client.ExecAsync(id, new() { Command = ["bash", "-c", $"exec >/dev/null 2>&1\n{EscapeZoo.Free(member, _tag)}"] }, Limit.Token);
        await EscapeZoo.IsFreeAsync(_tag);

        await real.StopAsync(id);

        EscapeZoo.Alive(_tag).Should().BeEmpty("the stop has succeeded when all is dead");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_that_a_terminal_let_loose_survives_a_stop(bool groups)
    {
        var real = zoo.With(groups);
        var id = (await real.CreateAsync()).Id;
        await using var processes = await real.Client.OpenProcessesAsync(id, cancellationToken: Limit.Token);
        await using var shell = await processes.StartAsync(new() { Command = "bash", Arguments = ["--norc"], Terminal = ComputerTerminalSize.Usual }, Limit.Token);
        await shell.SendInputAsync(System.Text.Encoding.UTF8.GetBytes($"(cd / && env -i setsid sh -c 'sleep {_tag} & exit' <&- >&- 2>&- &)\nexit\n"), Limit.Token);
        await EscapeZoo.IsFreeAsync(_tag);
        await shell.WaitAsync(Limit.Token);

        await real.StopAsync(id);

        EscapeZoo.Alive(_tag).Should().BeEmpty();
    }
}
