using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Resources.Projects;
using LocalComputers.Storage;
using Microsoft.Extensions.Time.Testing;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Tests.Orgs;

public sealed class OrgTableTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly Store _store = Store.InMemory(BackendSchema.All);
    private readonly OrgTable<ProjectDocument> _table;

    public OrgTableTests()
    {
        var orgs = new Organizations(_store, _time);
        _store.Write(db => orgs.Ensure(db, "o1"));
        _store.Write(db => orgs.Ensure(db, "o2"));
        _table = new(_store, "projects", "project", _time);
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Fields_that_this_version_does_not_know_survive_a_change()
    {
        var row = Add("o1", "old");
        _store.Write(db => db.Execute("UPDATE projects SET document = '{\"name\":\"old\",\"color\":{\"hue\":7}}'"));
        _time.Advance(TimeSpan.FromSeconds(1));

        var changed = _table.Change("o1", row.Id, new() { ["name"] = "new" });

        changed.Document.Name.Should().Be("new");
        changed.Document.AdditionalProperties!["color"].GetRawText().Should().Be("""{"hue":7}""");
        (changed.UpdatedAt - changed.CreatedAt).Should().Be(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_list_has_the_order_in_which_rows_were_made_also_within_one_millisecond()
    {
        var names = Enumerable.Range(0, 20).Select(number => $"p{number}").ToList();
        foreach (var name in names)
        {
            // The clock stands still.
            _table.Add("o1", new() { Name = name });
            _table.Add("o2", new() { Name = "of another organization" });
        }

        _table.List("o1").Select(row => row.Document.Name).Should().Equal(names);
        _table.List("o1", limit: 2).Select(row => row.Document.Name).Should().Equal("p0", "p1");
    }

    [Fact]
    public void A_row_of_another_organization_is_forbidden_and_left_alone()
    {
        var row = Add("o1", "mine");
        Action[] attempts = [() => _table.Find("o2", row.Id), () => _table.Change("o2", row.Id, new() { ["name"] = "theirs" }), () => _table.Remove("o2", row.Id)];

        foreach (var attempt in attempts)
        {
            attempt.Should().Throw<Refusal>().Which.Kind.Should().Be(RefusalKind.Forbidden);
        }

        _table.Find("o1", row.Id).Document.Name.Should().Be("mine");
    }

    private OrgRow<ProjectDocument> Add(string orgId, string name)
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        return _table.Add(orgId, new() { Name = name });
    }
}
