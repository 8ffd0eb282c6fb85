using System.Net;
using System.Net.Sockets;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Resources.Integrations;

namespace Flapjack.ReferenceBackend.Tests.Resources.Integrations;

/// <summary>A connection string reaches a database of this machine or of the internet, and nothing else of this machine.</summary>
public sealed class DatabaseAddressTests : IDisposable
{
    private const string Unreadable = "The connection string can't be read. Create the integration again, for example with postgres://user:password@host:5432/database.";
    private const string Nameless = "The connection string names no host or no user. Create the integration again, with both.";
    private const string NotOneHost = "The connection string must name one host; a socket of the machine can't be used.";

    private readonly DatabaseWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_URI_is_read()
    {
        var address = DatabaseAddress.Read("postgresql://us%40er:p%3Aw%2F1@db.example.com:6543/my%20db?sslmode=verify-full&application_name=x");

        (address.Host, address.Settings.Port, address.Settings.Username, address.Settings.Password, address.Settings.Database, address.Settings.SslMode)
            .Should().Be(("db.example.com", 6543, "us@er", "p:w/1", "my db", Npgsql.SslMode.VerifyFull));
        DatabaseAddress.Read("postgres://u@[::1]/d").Host.Should().Be("::1");
    }

    [Fact]
    public void Of_pairs_only_what_names_the_database_counts()
    {
        var address = DatabaseAddress.Read("Host=h;Port=1;Username=u;Password=p;Database=d;Search Path=s;Passfile=/etc/shadow;SSL Key=/root/key;SSL Certificate=/root/c;Root Certificate=/root/r;Options=-c x=y;Pooling=false");

        address.Settings.ConnectionString.Should().Be("Port=1;Username=u;Password=p;Database=d;SSL Mode=Prefer;Search Path=s");
        address.ToString().Should().NotContain("p;");
    }

    [Theory]
    [InlineData("s3cret", Unreadable)]
    [InlineData("Host=h;s3cret=1", Unreadable)]
    [InlineData("postgres://u:s3cret@h:port/d", Unreadable)]
    [InlineData("postgres://u:s3cret@h/d?sslmode=s3cret", Unreadable)]
    [InlineData("Host=h;Password=s3cret", Nameless)]
    [InlineData("postgres://h/s3cret", Nameless)]
    [InlineData("Username=u;Password=s3cret", Nameless)]
    [InlineData("Host=/var/run/postgresql;Username=s3cret", NotOneHost)]
    [InlineData("Host=@s3cret;Username=u", NotOneHost)]
    [InlineData("Host=a,b;Username=s3cret", NotOneHost)]
    public async Task A_connection_string_that_cannot_be_used_is_a_fault_that_does_not_repeat_it(string connectionString, string reason)
    {
        _world.Attach(connectionString);

        await using var offer = await _world.OfferAsync();

        offer.Tools.Should().BeEmpty();
        offer.Faults.Should().Equal(new ToolFault("tool", "Sales", reason));
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    public async Task An_address_of_a_private_network_is_refused(string host)
    {
        _world.Attach($"postgres://u:s3cret@{host}/d");

        await using var offer = await _world.OfferAsync();

        offer.Faults.Single().Reason.Should().Be("The database is at an address of a private network, which this backend does not connect to. Its option AllowPrivateDatabases allows it.");
    }

    [Fact]
    public async Task A_port_on_which_nobody_listens_is_a_fault()
    {
        // Nothing listens on a port that is bound and not listened on.
        using var bound = new Socket(SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _world.Attach($"postgres://u:s3cret@127.0.0.1:{((IPEndPoint)bound.LocalEndPoint!).Port}/d");

        await using var offer = await _world.OfferAsync();

        offer.Faults.Single().Reason.Should().Be("The database could not be reached, or does not speak as PostgreSQL does.");
    }

    [Fact]
    public async Task A_database_that_never_answers_is_a_fault_when_its_time_is_over()
    {
        var clock = new ArmedTime();
        using var world = new DatabaseWorld(clock);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        world.Attach($"postgres://u:s3cret@127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/d");

        var offering = world.OfferAsync();
        await clock.IsArmedAsync(DatabaseTools.Limit);
        clock.Advance(DatabaseTools.Limit);
        await using var offer = await offering.Soon();

        offer.Faults.Single().Reason.Should().Be("The database did not answer within 10 seconds.");
    }

    [Fact]
    public async Task A_connection_string_that_cannot_be_decrypted_is_a_fault()
    {
        _world.Attach("postgres://u:p@127.0.0.1/d");
        _world.LoseKeys();

        await using var offer = await _world.OfferAsync();

        offer.Faults.Single().Reason.Should().StartWith("The stored credentials can't be decrypted");
    }
}
