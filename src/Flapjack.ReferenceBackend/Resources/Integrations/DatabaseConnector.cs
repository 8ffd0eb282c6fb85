using System.Net;
using Flapjack.ReferenceBackend.Webhooks;
using Npgsql;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>
/// Connects to PostgreSQL databases. A database on this machine is the normal case of a local backend; an address of another private network is refused, as it
/// is for MCP servers, because the caller of the API may be somebody who can't reach that network.
/// </summary>
/// <param name="allowPrivate">Whether every address may be connected to.</param>
internal sealed class DatabaseConnector(bool allowPrivate)
{
    private const int MaxConnections = 10;

    // For one of the addresses of a host, by the system's clock. Whoever connects has a limit for all of it.
    private const int ConnectSeconds = 5;

    private const int CancelMilliseconds = 1_000;

    private readonly WebhookConnector _public = new(Dns.GetHostAddressesAsync, allowLoopback: true);

    /// <summary>Connects. The connections end when the result is disposed of.</summary>
    /// <exception cref="DatabaseFault">The connection string can't be used.</exception>
    /// <exception cref="WebhookAddressRefusedException">The host has an address of a private network.</exception>
    /// <exception cref="NpgsqlException">The database can't be reached, or refuses.</exception>
    public async Task<NpgsqlDataSource> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var address = DatabaseAddress.Read(connectionString);
        var ips = allowPrivate
            ? await Dns.GetHostAddressesAsync(address.Host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false)
            : await _public.AllowedAddressesAsync(address.Host, cancellationToken).ConfigureAwait(false);
        for (var i = 0; ; i++)
        {
            var source = SourceOf(address, ips[i]);
            try
            {
                var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await connection.DisposeAsync().ConfigureAwait(false);
                return source;
            }
            catch (Exception e)
            {
                await source.DisposeAsync().ConfigureAwait(false);
                // localhost has two addresses, and most databases listen on one of them.
                if (e is not NpgsqlException or PostgresException || i + 1 == ips.Length)
                {
                    throw;
                }
            }
        }
    }

    private static NpgsqlDataSource SourceOf(DatabaseAddress address, IPAddress ip)
    {
        // Only what is enabled can be used: no Kerberos, which would take the identity of this backend's user.
        var builder = new NpgsqlSlimDataSourceBuilder(address.Settings.ConnectionString) { Name = "Flapjack.ReferenceBackend" };
        builder.EnableTransportSecurity();
        var settings = builder.ConnectionStringBuilder;
        settings.Host = ip.ToString();
        settings.ApplicationName = "Flapjack.ReferenceBackend";
        settings.MaxPoolSize = MaxConnections;
        settings.Timeout = ConnectSeconds;
        settings.CommandTimeout = 0;
        settings.CancellationTimeout = CancelMilliseconds;
        // Everything is read and sent as text, so nobody has to ask the database for its types.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));

        // Without a password and a certificate of its own, Npgsql would look for those of this backend's user and send them to the caller's database.
        var password = address.Settings.Password ?? "";
        settings.Password = null;
        builder.UsePasswordProvider(_ => password, (_, _) => ValueTask.FromResult(password));
        builder.UseSslClientAuthenticationOptionsCallback(options =>
        {
            options.ClientCertificates = null;
            options.TargetHost = address.Host;
        });
        return builder.Build();
    }
}
