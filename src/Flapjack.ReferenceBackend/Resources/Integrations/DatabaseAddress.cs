using Microsoft.AspNetCore.WebUtilities;
using Npgsql;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>
/// What a connection string says: <c>postgres://user:password@host/database?sslmode=require</c>, or <c>Host=…;Username=…</c>. Only what is here counts: a
/// caller of the API must not make this backend read files of its machine, such as a password file or the key of a certificate, or use a socket of the
/// machine, where its user counts without a password. It is no record, because a record prints all of itself.
/// </summary>
internal sealed class DatabaseAddress
{
    private static readonly string[] Schemes = ["postgres", "postgresql"];

    private DatabaseAddress(NpgsqlConnectionStringBuilder settings)
    {
        Host = settings.Host ?? "";
        Settings = new()
        {
            Port = settings.Port,
            Username = settings.Username,
            Password = settings.Password,
            Database = settings.Database,
            SslMode = settings.SslMode,
            SearchPath = settings.SearchPath,
        };
    }

    /// <summary>The host: a name or an address.</summary>
    public string Host { get; }

    /// <summary>Everything but the host.</summary>
    public NpgsqlConnectionStringBuilder Settings { get; }

    /// <exception cref="DatabaseFault">The text is no connection string that may be used.</exception>
    public static DatabaseAddress Read(string connectionString)
    {
        var address = new DatabaseAddress(Array.Exists(Schemes, scheme => connectionString.StartsWith(scheme + "://", StringComparison.OrdinalIgnoreCase))
            ? OfUri(connectionString)
            : OfPairs(connectionString));
        if (address.Host.Length == 0 || string.IsNullOrEmpty(address.Settings.Username))
        {
            throw new DatabaseFault("The connection string names no host or no user. Create the integration again, with both.");
        }

        return address.Host.AsSpan().ContainsAny("/,@\\") ? throw new DatabaseFault("The connection string must name one host; a socket of the machine can't be used.") : address;
    }

    private static NpgsqlConnectionStringBuilder OfUri(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            throw Unreadable();
        }

        var user = uri.UserInfo.Split(':', 2);
        var settings = new NpgsqlConnectionStringBuilder { Host = uri.Host.Trim('[', ']'), Username = Uri.UnescapeDataString(user[0]) };
        if (uri.Port > 0)
        {
            settings.Port = uri.Port;
        }

        if (user.Length == 2)
        {
            settings.Password = Uri.UnescapeDataString(user[1]);
        }

        if (uri.AbsolutePath.Trim('/') is { Length: > 0 } database)
        {
            settings.Database = Uri.UnescapeDataString(database);
        }

        if (QueryHelpers.ParseQuery(uri.Query).TryGetValue("sslmode", out var mode))
        {
            settings.SslMode = Enum.TryParse<SslMode>(mode.ToString().Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var known) ? known : throw Unreadable();
        }

        return settings;
    }

    private static NpgsqlConnectionStringBuilder OfPairs(string text)
    {
        try
        {
            return new(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            // The message may hold a part of the text.
            throw Unreadable();
        }
    }

    private static DatabaseFault Unreadable() =>
        new("The connection string can't be read. Create the integration again, for example with postgres://user:password@host:5432/database.");
}
