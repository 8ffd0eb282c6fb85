using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Tests.Api;
using LocalComputers.Computers;
using LocalComputers.Computers.Bootstrap;
using LocalComputers.Computers.Exec;
using LocalComputers.Computers.Templates;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>What must survive comes back as it went in.</summary>
public sealed class StoredRowsTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, 123, TimeSpan.Zero);

    private static readonly Actor Asker = new("user", "u1");

    private readonly Store _store = Store.InMemory(BackendSchema.All);
    private readonly string _org;

    public StoredRowsTests() => _org = new Organizations(_store, TimeProvider.System).Default();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_computer_comes_back_as_it_was_saved_last()
    {
        var computers = new ComputerStore(_store);
        AddAgent("a1");
        AddAgent("a2");
        var first = new ComputerRecord("a1", "local-1", ComputerPhase.Bootstrapping, Noon, null);
        var second = first with { Phase = ComputerPhase.Idle, PhaseSince = Noon.AddHours(2), LastUsedAt = Noon.AddMinutes(1) };
        var other = new ComputerRecord("a2", "local-2", ComputerPhase.Error, Noon, null, IsMade: false);

        Add(first);
        computers.All().Should().Equal(first);
        Add(other);
        Save(second).Should().BeTrue();

        computers.All().Should().Equal(second, other);
    }

    [Fact]
    public void Nothing_is_stored_for_an_agent_that_is_gone()
    {
        AddAgent("a1");
        Add(new ComputerRecord("a1", "local-1", ComputerPhase.Ready, Noon, null));
        Add(new BootstrapRunRecord("r1", "a1", Setup(), Noon) { Actor = Asker }).Should().BeTrue();
        Remove("a1");

        Save(new("a1", "local-1", ComputerPhase.Ready, Noon, null)).Should().BeFalse();
        Add(new BootstrapRunRecord("r2", "a1", Setup(), Noon) { Actor = Asker }).Should().BeFalse();
        End("r1", new(Noon, ComputerPhase.Ready, 0, null)).Should().BeFalse();

        new ComputerStore(_store).All().Should().BeEmpty();
        new BootstrapRunStore(_store).OfAgent("a1").Should().BeEmpty();
    }

    [Fact]
    public async Task A_computer_that_moves_while_its_agent_goes_leaves_no_row()
    {
        await using var backend = await TestBackend.StartAsync();
        var agent = await backend.CreateReadyAgentAsync();
        // A deletion removes the rows first; until it has come to the computer, commands and moves go on.
        backend.Backend.Store().Write(db => AgentStore.Remove(db, agent)).Should().BeTrue();

        await backend.Backend.Computers.StopAsync(agent);

        new ComputerStore(backend.Backend.Store()).All().Should().BeEmpty();
    }

    [Fact]
    public void A_bootstrap_comes_back_with_its_setup_and_its_end()
    {
        var runs = new BootstrapRunStore(_store);
        AddAgent("a1");
        Add(new ComputerRecord("a1", "local-1", ComputerPhase.Bootstrapping, Noon, null));
        var first = new BootstrapRunRecord("r2", "a1", Setup(), Noon, new(Noon.AddSeconds(9), ComputerPhase.Error, 3, "it broke\n")) { Actor = Asker };
        var second = new BootstrapRunRecord("r1", "a1", Setup() with { Repo = null, EnvVars = [], Measures = Sizes.MeasuresOf(Size.Small) }, Noon) { Actor = Asker };

        Add(first with { End = null }).Should().BeTrue();
        End("r2", first.End!).Should().BeTrue();
        Add(second).Should().BeTrue();

        runs.OfAgent("a1").Should().BeEquivalentTo([first, second], options => options.WithStrictOrdering());
        runs.OfAgent("a1")[^1].Id.Should().Be("r1", "the last one is the latest");
        runs.OfAgent("a2").Should().BeEmpty();
    }

    [Fact]
    public void The_commands_that_have_no_end_are_found()
    {
        var execs = new ExecStore(_store);
        execs.Add(new("e1", _org, "a1", "key", [1, 2], Noon, null, null) { Actor = Asker });
        execs.Add(new("e2", _org, "a1", null, [3], Noon, null, null) { Actor = Asker });
        execs.Add(new("e3", _org, "a2", null, [4], Noon, null, null) { Actor = Asker });
        execs.End("e2", Noon.AddSeconds(1), null);

        execs.Running().Select(exec => exec.Id).Should().Equal("e1", "e3");
        execs.OfAgent("a1").Should().BeEquivalentTo(
            [
                new ExecRecord("e1", _org, "a1", "key", [1, 2], Noon, null, null) { Actor = Asker },
                new ExecRecord("e2", _org, "a1", null, [3], Noon, Noon.AddSeconds(1), null) { Actor = Asker },
            ],
            options => options.WithStrictOrdering());
    }

    [Fact]
    public void A_deleted_agent_takes_all_its_rows_with_it_and_no_others()
    {
        foreach (var agent in new[] { "a1", "a2" })
        {
            AddAgent(agent);
            Add(new ComputerRecord(agent, "local-" + agent, ComputerPhase.Ready, Noon, null));
            Add(new BootstrapRunRecord("r-" + agent, agent, Setup(), Noon) { Actor = Asker });
            new ExecStore(_store).Add(new("e-" + agent, _org, agent, null, null, Noon, Noon, null) { Actor = Asker });
        }

        Remove("a1").Should().BeTrue();
        Remove("a1").Should().BeFalse();

        new AgentStore(_store).All().Should().ContainSingle().Which.Id.Should().Be("a2");
        new ComputerStore(_store).All().Should().ContainSingle().Which.AgentId.Should().Be("a2");
        new BootstrapRunStore(_store).OfAgent("a1").Should().BeEmpty();
        new BootstrapRunStore(_store).OfAgent("a2").Should().ContainSingle();
        new ExecStore(_store).OfAgent("a1").Should().BeEmpty();
        new ExecStore(_store).OfAgent("a2").Should().ContainSingle();
    }

    [Fact]
    public void A_command_that_runs_while_its_agent_goes_is_there_until_its_end()
    {
        AddAgent("a1");
        new ExecStore(_store).Add(new("e1", _org, "a1", null, null, Noon, null, null) { Actor = Asker });

        Remove("a1");

        new ExecStore(_store).Running().Should().ContainSingle("a crash must not take it out of the audit log").Which.Id.Should().Be("e1");
    }

    [Fact]
    public void The_default_organization_stays_the_same()
    {
        var orgs = new Organizations(_store, TimeProvider.System);
        var secret = orgs.WebhookSecretOf(_org);
        _store.Write(db => orgs.Ensure(db, "another"));

        new Organizations(_store, TimeProvider.System).Default().Should().Be(_org);
        new Organizations(_store, TimeProvider.System).WebhookSecretOf(_org).Should().Be(secret);
    }

    [Fact]
    public void An_agent_comes_with_its_computer_or_not_at_all()
    {
        var create = () => _store.Write(db =>
        {
            AgentStore.AddOrFind(db, Agent("a1"), Noon);
            ComputerStore.Put(db, new("a1", "local-1", ComputerPhase.Bootstrapping, Noon, null));
            BootstrapRunStore.Add(db, new("r1", "a1", Setup(), Noon) { Actor = Asker });
            BootstrapRunStore.Add(db, new("r1", "a1", Setup(), Noon) { Actor = Asker });
        });

        create.Should().Throw<Microsoft.Data.Sqlite.SqliteException>("a run's id is its own");
        new AgentStore(_store).All().Should().BeEmpty();
        new ComputerStore(_store).All().Should().BeEmpty();
    }

    private static ComputerSetup Setup() => new(
        TemplateCatalog.Find("node-playwright")!,
        new("https://github.com/o/r", "main", "npm ci && echo 'ä\n'"),
        [new("KEY", "a \"value\" with ünïcödé, 'quotes'\nand \u0001 lines"), new("EMPTY", "")],
        Sizes.MeasuresOf(Size.Large));

    private AgentRecord Agent(string id) => new(id, _org, "name", null, null);

    private void Add(ComputerRecord computer) => _store.Write(db => ComputerStore.Put(db, computer));

    private void AddAgent(string id) => _store.Write(db => AgentStore.AddOrFind(db, Agent(id), Noon));

    private bool Save(ComputerRecord computer) => _store.Write(db => ComputerStore.Save(db, computer));

    private bool Add(BootstrapRunRecord run) => _store.Write(db => BootstrapRunStore.Add(db, run));

    private bool End(string run, BootstrapEnd end) => _store.Write(db => BootstrapRunStore.End(db, run, end));

    private bool Remove(string agent) => _store.Write(db => AgentStore.Remove(db, agent));
}
