using LocalComputers.Storage;

namespace LocalComputers.Tests.Storage;

/// <summary>What may be done within a read or a change, and what can't undo or hide a change.</summary>
public sealed class StoreRulesTests : IDisposable
{
    private readonly CapturedLog _logger = new();
    private readonly Store _store;

    public StoreRulesTests() => _store = Store.InMemory(TestSchema.Orgs, _logger);

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Reads_and_changes_never_nest()
    {
        Action[] nested =
        [
            () => _store.Read(_ => _store.Read(_ => 0)),
            () => _store.Read(_ => _store.Write(_ => 0)),
            () => _store.Write(_ => _store.Read(_ => 0)),
            () => _store.Write(_ => _store.Write(_ => 0)),
        ];

        foreach (var nest in nested)
        {
            nest.Should().Throw<InvalidOperationException>().WithMessage("The store can't be * within another read or change*");
        }
    }

    [Fact]
    public void A_nested_change_takes_the_outer_one_with_it()
    {
        var change = () => _store.Write(db =>
        {
            db.Execute("INSERT INTO orgs (id) VALUES ('o1')");
            _store.Write(inner => inner.Execute("INSERT INTO orgs (id) VALUES ('o2')"));
        });

        change.Should().Throw<InvalidOperationException>();
        Orgs().Should().BeEmpty();
    }

    [Fact]
    public void An_action_that_fails_after_the_commit_hides_neither_the_commit_nor_the_other_actions()
    {
        var told = new List<string>();

        var changed = _store.Write(db =>
        {
            db.OnCommitted(() => told.Add("first"));
            db.OnCommitted(() => throw new StoreException("the disk is full", isFull: true));
            db.OnCommitted(() => told.Add("third"));
            return db.Execute("INSERT INTO orgs (id) VALUES ('o1')");
        });

        changed.Should().Be(1);
        told.Should().Equal("first", "third");
        Orgs().Should().Equal("o1");
        _logger.Messages.Should().ContainSingle().Which.Should().Contain("A change was stored");
    }

    [Fact]
    public void A_change_that_makes_room_is_made_once_whatever_happens_after_it()
    {
        var made = 0;

        _store.WriteMakingRoom(db =>
        {
            made++;
            db.OnCommitted(() => throw new StoreException("the disk is full", isFull: true));
        });

        made.Should().Be(1);
    }

    private List<string> Orgs() => _store.Read(db => db.Query("SELECT id FROM orgs ORDER BY id", row => row.GetString(0)));
}
