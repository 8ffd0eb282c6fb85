using System.Security.Cryptography;
using System.Text;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

public sealed class SchemaTests : IDisposable
{
    private readonly Store _store = Store.InMemory(BackendSchema.All);

    private static int Newest => BackendSchema.All.Version;

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_step_is_done_wholly_or_not_at_all_and_the_ones_before_it_stay()
    {
        var schema = new Schema([.. Done(), Step(1, "CREATE TABLE one (x)"), Step(2, "CREATE TABLE two (x); CREATE TABLE one (x)"), Step(3, "CREATE TABLE three (x)")]);

        var migrate = () => schema.Migrate(_store);

        migrate.Should().Throw<Microsoft.Data.Sqlite.SqliteException>();
        VersionOfStore().Should().Be(Newest + 1);
        Tables().Should().Contain("one").And.NotContain("two").And.NotContain("three");
    }

    [Fact]
    public void Steps_that_were_done_are_not_done_again()
    {
        new Schema([.. Done(), Step(1, "CREATE TABLE one (x)")]).Migrate(_store);

        new Schema([.. Done(), Step(1, "CREATE TABLE one (x)"), Step(2, "CREATE TABLE two (x)")]).Migrate(_store);

        VersionOfStore().Should().Be(Newest + 2);
        Tables().Should().Contain("two");
    }

    [Fact]
    public void The_steps_of_all_resources_are_put_in_the_order_of_their_numbers()
    {
        var schema = new Schema([new(3, "c"), new(1, "a"), new(2, "b")]);

        schema.Steps.Select(step => step.Sql).Should().Equal("a", "b", "c");
        schema.Version.Should().Be(3);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    public void A_number_that_two_steps_have_or_none_is_refused(int first, int second)
    {
        var create = () => new Schema([new(first, "a"), new(second, "b")]);

        create.Should().Throw<ArgumentException>().WithMessage("The steps of the schema are numbered 1, 2, 3*");
    }

    /// <summary>There are databases that have been through these steps: they must go on to mean the same.</summary>
    [Theory]
    [InlineData(1, "c61cabc1dcac55d0")]
    [InlineData(2, "ecc501f0e3148fc8")]
    [InlineData(3, "6ce8ee3a0443478f")]
    [InlineData(4, "58518fd3072a6809")]
    [InlineData(5, "a4fb117b65eb75ab")]
    [InlineData(6, "773071cdd53909a3")]
    [InlineData(7, "40538355f01857c4")]
    [InlineData(8, "e20b95ceb916fb83")]
    public void A_released_step_never_changes(int number, string hash) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(BackendSchema.All.Steps[number - 1].Sql)))[..16].Should().Be(hash);

    // Never run: the store has been through them.
    private static IEnumerable<SchemaStep> Done() => Enumerable.Range(1, Newest).Select(number => new SchemaStep(number, "no SQL"));

    private static SchemaStep Step(int behindNewest, string sql) => new(Newest + behindNewest, sql);

    private int VersionOfStore() => _store.Read(db => db.QuerySingle("PRAGMA user_version", row => row.GetInt32(0)));

    private List<string> Tables() => _store.Read(db => db.Query("SELECT name FROM sqlite_master WHERE type = 'table'", row => row.GetString(0)));
}
