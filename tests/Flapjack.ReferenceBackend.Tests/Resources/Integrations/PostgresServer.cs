using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Flapjack.ReferenceBackend.Tests.Resources.Integrations;

/// <summary>A PostgreSQL server of the tests, in a folder of its own and on a port of its own. It runs as an ordinary user, because it refuses to run as root.</summary>
public sealed class PostgresServer : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>The password of all roles.</summary>
    public const string Password = "s3cret-of-the-database";

    private const int Nobody = 65_534;

    private readonly TempFolder _folder = new();
    private HostProgram? _server;

    /// <summary>Why there is no server on this machine; null if there is one.</summary>
    public static string? WhyNot => Programs() is null
        ? "This machine has no PostgreSQL server: no initdb in /usr/lib/postgresql/*/bin or on the PATH."
        : Environment.IsPrivilegedProcess && HostTools.FolderOf("setpriv") is null ? "This machine has no setpriv, which starts PostgreSQL as an ordinary user." : null;

    public int Port { get; private set; }

    /// <summary>A connection string of a role that may read only.</summary>
    public string Reader => Uri("reader");

    public string Uri(string user, string password = Password, string database = "postgres", string host = "127.0.0.1") => $"postgres://{user}:{password}@{host}:{Port}/{database}";

    public async Task InitializeAsync()
    {
        if (WhyNot is not null)
        {
            return;
        }

        await File.WriteAllTextAsync(_folder["password"], Password);
        OrdinaryUser.Own(_folder.Path);
        var made = await HostProgram.RunAsync(AsUser("initdb", "-D", _folder["data"], "-U", "owner", "--auth=scram-sha-256", $"--pwfile={_folder["password"]}", "-E", "UTF8", "--locale=C", "--no-sync"));
        made.ExitCode.Should().Be(0, made.Error);
        Port = FreePort();
        _server = new(AsUser(
            "postgres", "-D", _folder["data"], "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder.Path}",
            "-c", "fsync=off", "-c", "shared_buffers=16MB", "-c", "log_min_messages=panic"));
        await Eventually.HoldsAsync(AnswersAsync, "PostgreSQL starts");
        await ExecuteAsync($"CREATE ROLE reader LOGIN PASSWORD '{Password}'");
    }

    /// <summary>Runs SQL as the owner.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Reads a number as the owner.</summary>
    public async Task<long> CountAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>How many connections of the backend there are, or only those in a state.</summary>
    public Task<long> ConnectionsAsync(string state = "%") =>
        CountAsync($"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'Flapjack.ReferenceBackend' AND state LIKE '{state}'");

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await HostProgram.BashAsync("kill -INT $1", _server.Id.ToString(CultureInfo.InvariantCulture));
            await _server.EndAsync();
            _server.Dispose();
        }

        _folder.Dispose();
    }

    private static string? Programs() =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")) : [])
        .Append(HostTools.FolderOf("initdb"))
        .FirstOrDefault(folder => folder is not null && File.Exists(Path.Combine(folder, "initdb")));

    private static ProcessStartInfo AsUser(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs()!, program);
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", [$"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = "/";
        return start;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username=owner;Password={Password};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = await OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
