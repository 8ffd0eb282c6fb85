using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using Microsoft.Extensions.Time.Testing;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Tests.Orgs;

public sealed class AttachmentTableTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly Store _store = Store.InMemory(BackendSchema.All);
    private readonly AttachmentTable _table;

    public AttachmentTableTests()
    {
        var orgs = new Organizations(_store, _time);
        _store.Write(db => orgs.Ensure(db, "o1"));
        _store.Write(db => orgs.Ensure(db, "o2"));
        _table = new(_store, "runner_tools", new("runners", "runner"), new("tools", "tool"), _time);
        Insert("runners", "r1", "o1");
        Insert("tools", "later", "o1");
        Insert("tools", "early", "o1");
        Insert("tools", "theirs", "o2");
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Things_are_listed_in_the_order_in_which_they_were_first_attached()
    {
        _table.Attach("o1", "r1", "early", new() { ["x"] = 1 });
        _time.Advance(TimeSpan.FromSeconds(1));
        _table.Attach("o1", "r1", "later", []);
        _time.Advance(TimeSpan.FromSeconds(1));
        _table.Attach("o1", "r1", "early", new() { ["y"] = 2 });

        var list = _table.List("r1");

        list.Select(attachment => (attachment.ItemId, attachment.Name)).Should().Equal(("early", "The early"), ("later", "The later"));
        list[0].Document.ToJsonString().Should().Be("""{"y":2}""", "the fields of the last time replace all fields");
        (list[1].CreatedAt - list[0].CreatedAt).Should().Be(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Things_that_are_attached_within_one_millisecond_keep_their_order()
    {
        _table.Attach("o1", "r1", "later", []);
        _table.Attach("o1", "r1", "early", []);

        _table.List("r1").Select(attachment => attachment.ItemId).Should().Equal("later", "early");
    }

    [Fact]
    public void Nothing_is_attached_to_a_runner_that_was_deleted_just_now()
    {
        _store.Write(db => db.Execute("DELETE FROM runners"));

        var attach = () => _table.Attach("o1", "r1", "early", []);

        attach.Should().Throw<Refusal>().Which.Should().BeEquivalentTo(new { Kind = RefusalKind.NotFound, Message = "There is no runner 'r1'." });
    }

    [Theory]
    [InlineData("theirs", nameof(RefusalKind.Forbidden))]
    [InlineData("unknown", nameof(RefusalKind.NotFound))]
    public void A_thing_that_the_organization_does_not_have_is_neither_attached_nor_detached(string itemId, string kind)
    {
        Action[] attempts = [() => _table.Attach("o1", "r1", itemId, []), () => _table.Detach("o1", "r1", itemId)];

        attempts.Should().AllSatisfy(attempt => attempt.Should().Throw<Refusal>().Which.Kind.ToString().Should().Be(kind));
        _table.List("r1").Should().BeEmpty();
    }

    private void Insert(string table, string id, string orgId) => _store.Write(db => db.Execute(
        $"INSERT INTO {table} (id, org_id, created_at, updated_at, document{(table == "tools" ? ", name" : "")}) "
        + $"VALUES ($id, $org, 1, 1, json_object('name', 'The ' || $id){(table == "tools" ? ", $id" : "")})",
        ("$id", id),
        ("$org", orgId)));
}
