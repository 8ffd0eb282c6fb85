namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>Does random things with agents of its own, and remembers what it was answered.</summary>
/// <param name="name">Unlike that of any other worker.</param>
/// <param name="tag">An argument that every process it starts carries.</param>
/// <param name="hooks">Where webhooks go; a path is added.</param>
/// <param name="random">Decides what it does.</param>
internal sealed class CrashWorker(string name, string tag, Uri hooks, Random random)
{
    private const int MostAgents = 3;

    private int _count;

    public List<KnownAgent> Agents { get; } = [];

    /// <summary>Works until the host is dead.</summary>
    public async Task WorkAsync(CrashLife life)
    {
        try
        {
            while (!life.IsOver)
            {
                await StepAsync(life);
                life.Stepped();
            }
        }
        catch (Exception e) when (life.IsOver && e is HttpRequestException or IOException)
        {
            // The host was killed, which is all that this is about.
        }
    }

    public string BodyOf(KnownAgent agent) => $$"""
        {"template":"blank"{{(agent.App is null ? "" : $",\"externalAppId\":\"{agent.App}\"")}}{{(agent.Hook is null ? "" : $",\"webhookUrl\":\"{new Uri(hooks, agent.Hook)}\"")}}}
        """;

    public static async Task DeleteAsync(CrashLife life, KnownAgent agent)
    {
        agent.IsDeletionAsked = true;
        var answer = await life.SendAsync(HttpMethod.Delete, agent.Path());
        answer.Status.Should().Be(204, answer.Body);
        agent.IsGone = true;
        agent.Deletions++;
        agent.Told.Add("agent.deleted");
    }

    private async Task StepAsync(CrashLife life)
    {
        var usable = Agents.Where(agent => agent.IsReady && !agent.IsGone).ToArray();
        if (usable.Length == 0 || (usable.Length < MostAgents && random.Next(8) == 0))
        {
            await CreateAsync(life);
            return;
        }

        var agent = usable[random.Next(usable.Length)];
        switch (random.Next(20))
        {
            case < 8:
                await RunAsync(life, agent, NewShort());
                break;
            case < 10:
                await Task.WhenAll(RunAsync(life, agent, NewShort()), RunAsync(life, agent, NewShort()));
                break;
            case < 13:
                await BeginAsync(life, agent);
                break;
            case < 14:
                await StopAsync(life, agent);
                break;
            case < 16:
                await ReadAgainAsync(life, agent);
                break;
            case < 18:
                (await life.SendAsync(HttpMethod.Get, agent.Path("/computer/status"))).Text("computer", "status").Should().Be("ready");
                break;
            case < 19 when agent.App is not null:
                (await life.SendAsync(HttpMethod.Post, "/api/agents/from-template", BodyOf(agent))).Text("agent", "id").Should().Be(agent.Id);
                break;
            default:
                await DeleteAsync(life, agent);
                break;
        }
    }

    private async Task CreateAsync(CrashLife life)
    {
        var own = $"{name}-{_count++}";
        var agent = new KnownAgent(random.Next(2) == 0 ? own : null, random.Next(3) > 0 ? $"/{own}" : null);
        Agents.Add(agent);
        var answer = await life.SendAsync(HttpMethod.Post, "/api/agents/from-template", BodyOf(agent));
        answer.Status.Should().Be(201, answer.Body);
        agent.Id = answer.Text("agent", "id");
        var end = (await life.ReadBootstrapAsync(agent))[^1];
        end.Event.Should().Be("done");
        end.Data.GetProperty("status").GetString().Should().Be("ready");
        agent.IsReady = true;
        agent.Bootstraps++;
        agent.Told.Add("bootstrap.succeeded");
    }

    private KnownExec NewShort()
    {
        var own = $"{name}-{_count++}";
        var exitCode = random.Next(3) == 0 ? random.Next(1, 100) : 0;
        var noise = random.Next(4) switch
        {
            0 => $"seq 1 {random.Next(1, 20_000)};",
            1 => $"setsid sleep {tag} >/dev/null 2>&1 &",
            2 => $"sleep 0.0{random.Next(10)};",
            _ => "",
        };
        return new(own, $": {tag}; echo run >>~/{own}.runs; {noise} echo err-{own} >&2; echo end-{own}; exit {exitCode}", exitCode);
    }

    private KnownExec NewLong()
    {
        var own = $"{name}-{_count++}";
        return new(own, $": {tag}; echo run >>~/{own}.runs; echo begun; [ -e ~/{own}.go ] || sleep {tag}; echo end-{own}", 0);
    }

    private static async Task RunAsync(CrashLife life, KnownAgent agent, KnownExec exec)
    {
        agent.Execs.Add(exec);
        using var stream = await life.ExecAsync(agent, exec);
        while (await stream.ReadFrameAsync() is { } frame)
        {
            if (!frame.IsComment)
            {
                exec.Saw(frame);
            }
        }

        exec.End!.Event.Should().Be("exit", exec.End.Text);
        exec.End.Data.GetProperty("exitCode").GetInt32().Should().Be(exec.ExitCode);
    }

    /// <summary>Starts a long command, and leaves it.</summary>
    private async Task BeginAsync(CrashLife life, KnownAgent agent)
    {
        var exec = NewLong();
        agent.Execs.Add(exec);
        using var stream = await life.ExecAsync(agent, exec);
        while (exec.Id is null || random.Next(2) == 0)
        {
            var frame = (await stream.ReadFrameAsync())!;
            if (!frame.IsComment)
            {
                exec.Saw(frame);
                if (frame.Event == "stdout")
                {
                    return;
                }
            }
        }
    }

    private async Task StopAsync(CrashLife life, KnownAgent agent)
    {
        var running = agent.Execs.Where(exec => exec is { End: null, Id: not null }).ToArray();
        if (running.Length > 0)
        {
            var exec = running[random.Next(running.Length)];
            exec.IsStopAsked = true;
            var answer = await life.SendAsync(HttpMethod.Delete, agent.Path($"/computer/exec/{exec.Id}"));
            answer.Status.Should().Be(200, answer.Body);
        }
    }

    private async Task ReadAgainAsync(CrashLife life, KnownAgent agent)
    {
        var ended = agent.Execs.Where(exec => exec.End is not null).ToArray();
        if (ended.Length > 0)
        {
            var exec = ended[random.Next(ended.Length)];
            string.Concat((await life.RepeatAsync(agent, exec)).Select(frame => frame.Text + "\n\n")).Should().Be(exec.Read);
        }
    }
}
