using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Webhooks;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>Hosts that follow one another on one directory, each killed in the midst of random work.</summary>
internal sealed class CrashWalk(int seed, string directory, WebhookReceiver receiver)
{
    private const int Workers = 3;

    private readonly Random _random = new(seed);
    private readonly string _tag = EscapeZoo.NewTag();
    private CrashWorker[] _workers = [];
    private AuditHead _head = AuditHead.Start;

    /// <summary>How many commands were sent, and how many were cut off by a crash.</summary>
    public (int Execs, int Cut, int Agents) Totals { get; private set; }

    public async Task RunAsync(int cycles)
    {
        _workers = [.. Enumerable.Range(0, Workers).Select(i => new CrashWorker($"s{seed}w{i}", _tag, receiver.Url("/"), new(_random.Next())))];
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            using var life = await BeginAsync();
            await life.SpendAsync(_workers, TimeSpan.FromMilliseconds(_random.Next(20, 1_500)), _random.Next(1, 60));
            var execs = _workers.SelectMany(worker => worker.Agents).SelectMany(agent => agent.Execs).ToArray();
            Totals = (execs.Length, Totals.Cut + execs.Count(exec => exec.End is null), _workers.Sum(worker => worker.Agents.Count));
            if (_random.Next(3) == 0)
            {
                await CrashHost.StartAndKillAsync(directory, TimeSpan.FromMilliseconds(_random.Next(150, 900)));
            }
        }

        using var last = await BeginAsync();
        await CheckWebhooksAsync();
    }

    private async Task<CrashLife> BeginAsync()
    {
        var host = await CrashHost.StartAsync(directory);
        var life = new CrashLife(host);
        try
        {
            EscapeZoo.Alive(_tag).Should().BeEmpty("no process outlives its host's successor");
            await CheckDirectoryAsync();
            foreach (var worker in _workers)
            {
                await new AfterCrash(directory, life).CheckAsync(worker);
            }

            CheckAudit();
            return life;
        }
        catch
        {
            life.Dispose();
            throw;
        }
    }

    private async Task CheckDirectoryAsync()
    {
        using var database = new DeadDatabase(directory);
        database.Texts("PRAGMA quick_check").Should().Equal("ok");
        database.Count("agents WHERE id NOT IN (SELECT agent_id FROM computers) OR id NOT IN (SELECT agent_id FROM bootstrap_runs)").Should().Be(0, "none is half created");
        database.Count("bootstrap_runs WHERE ended_at IS NULL").Should().Be(0);
        database.Count("execs WHERE ended_at IS NULL").Should().Be(0);
        var agents = database.Texts("SELECT id FROM agents");
        // What is left is removed behind the server.
        await Eventually.HoldsAsync(() => !NamesIn("computers").Except(agents).Any(), "no folder of a computer outlives its agent");
        var journals = database.Texts("SELECT id FROM execs UNION SELECT id FROM bootstrap_runs");
        await Eventually.HoldsAsync(() => !NamesIn("journals").Select(name => name.Split('.')[0]).Except(journals).Any(), "no journal outlives its row");
        _head = database.VerifyAudit(_head);
    }

    private IEnumerable<string> NamesIn(string folder) => Directory.GetFileSystemEntries(Path.Combine(directory, folder)).Select(entry => Path.GetFileName(entry));

    private void CheckAudit()
    {
        using var database = new DeadDatabase(directory);
        var rows = database.Audit;
        rows.Where(row => row.ExecId is not null).GroupBy(row => row.ExecId).Where(group => group.Count() > 1).Should().BeEmpty("a command has one row");
        var byExec = rows.Where(row => row.ExecId is not null).ToDictionary(row => row.ExecId!);
        foreach (var agent in _workers.SelectMany(worker => worker.Agents))
        {
            foreach (var exec in agent.Execs.Where(exec => exec.Id is not null))
            {
                byExec.Should().ContainKey(exec.Id!, "{0} has ended", exec.Key);
                if (exec.End is { Event: "exit" } exit)
                {
                    byExec[exec.Id!].ExitCode.Should().Be(exit.Data.GetProperty("exitCode").GetInt64());
                }
            }

            rows.Count(row => row.Action == "delete" && row.AgentId == agent.Id).Should().BeGreaterThanOrEqualTo(agent.Deletions).And.BeLessThanOrEqualTo(1);
            rows.Count(row => row.Action == "bootstrap" && row.AgentId == agent.Id).Should().BeGreaterThanOrEqualTo(agent.Bootstraps);
        }
    }

    private async Task CheckWebhooksAsync()
    {
        await Eventually.HoldsAsync(
            () =>
            {
                using var database = new DeadDatabase(directory);
                return database.Count("webhooks WHERE state = 'pending'") == 0;
            },
            "every webhook is sent in the end");
        using (var database = new DeadDatabase(directory))
        {
            database.Texts("SELECT outcome FROM webhook_attempts JOIN webhooks ON number = webhook WHERE state = 'dead'").Should().BeEmpty();
            database.Count("webhooks WHERE number NOT IN (SELECT webhook FROM webhook_attempts)").Should().Be(0, "every attempt is in the ledger");
        }

        foreach (var agent in _workers.SelectMany(worker => worker.Agents).Where(agent => agent.Hook is not null))
        {
            // The same bytes twice are one event that was sent twice.
            var told = receiver.Received.Where(webhook => webhook.Path == agent.Hook).Select(webhook => webhook.Text).Distinct()
                .Select(body => JsonElement.Parse(body).GetProperty("event").GetString()!)
                .ToArray();
            if (agent.IsTornAtBirth)
            {
                told.Should().EndWith(agent.Told, agent.Id);
            }
            else
            {
                told.Should().Equal(agent.Told, agent.Id);
            }
        }
    }
}
