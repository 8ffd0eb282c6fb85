using System.Globalization;
using System.Security.Cryptography;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Ssh;

/// <summary>
/// Signs SSH certificates for the users of computers. Its key is made when it is needed first, and lies in the data directory, where only the user of
/// this process can read it.
/// </summary>
internal sealed class CertificateAuthority(DataDirectory data, SshKeygen keygen, TimeProvider clock) : IDisposable
{
    /// <summary>The user of computers, for whom every certificate is.</summary>
    public const string User = "node";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // A clock that is a little slow must not refuse a new certificate.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _making = new(1);
    private readonly string _folder = Path.Combine(data.Path, "ssh");

    private bool _isSwept;

    private string Key => Path.Combine(_folder, "ca");

    /// <summary>Signs a public key of a caller's.</summary>
    /// <param name="publicKey">The key, in one line.</param>
    /// <param name="identity">What the certificate names in logs.</param>
    /// <param name="lifetime">How long the certificate is valid.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Refusal">409: the machine has no ssh-keygen.</exception>
    public async Task<SshCertificate> SignAsync(string publicKey, string identity, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        await EnsureKeyAsync(cancellationToken).ConfigureAwait(false);
        using var folder = new PrivateFolder(data.Path);
        await File.WriteAllTextAsync(folder["key.pub"], publicKey + "\n", cancellationToken).ConfigureAwait(false);
        return await SignInAsync(folder, identity, lifetime, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a key pair, and signs it. The private key is in the answer only.</summary>
    /// <inheritdoc cref="SignAsync"/>
    public async Task<(SshCertificate Certificate, string PublicKey, string PrivateKey)> IssueAsync(
        string identity, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        await EnsureKeyAsync(cancellationToken).ConfigureAwait(false);
        using var folder = new PrivateFolder(data.Path);
        await MakeKeyAsync(folder["key"], identity, cancellationToken).ConfigureAwait(false);
        var certificate = await SignInAsync(folder, identity, lifetime, cancellationToken).ConfigureAwait(false);
        return (
            certificate,
            (await File.ReadAllTextAsync(folder["key.pub"], cancellationToken).ConfigureAwait(false)).Trim(),
            await File.ReadAllTextAsync(folder["key"], cancellationToken).ConfigureAwait(false));
    }

    public void Dispose() => _making.Dispose();

    private async Task<SshCertificate> SignInAsync(PrivateFolder folder, string identity, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // Certificates tell whole seconds.
        var end = DateTimeOffset.FromUnixTimeSeconds((now + lifetime).ToUnixTimeSeconds());
        var serial = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        await keygen.RunAsync(
            ["-q", "-s", Key, "-I", identity, "-n", User, "-z", serial.ToString(CultureInfo.InvariantCulture), "-V", $"{TimeOf(now - Slack)}:{TimeOf(end)}", folder["key.pub"]],
            cancellationToken).ConfigureAwait(false);
        return new((await File.ReadAllTextAsync(folder["key-cert.pub"], cancellationToken).ConfigureAwait(false)).Trim(), end);
    }

    private async Task EnsureKeyAsync(CancellationToken cancellationToken)
    {
        await _making.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Sweep();
            if (File.Exists(Key))
            {
                return;
            }

            Directory.CreateDirectory(_folder, Private);
            using var folder = new PrivateFolder(data.Path);
            await MakeKeyAsync(folder["ca"], "ca", cancellationToken).ConfigureAwait(false);
            // The private key comes last: with it the pair is there, and without it the pair is made anew.
            File.Move(folder["ca.pub"], $"{Key}.pub", overwrite: true);
            File.Move(folder["ca"], Key);
        }
        finally
        {
            _making.Release();
        }
    }

    /// <summary>Removes the keys on their way that an earlier process left when it was killed. Called before this process makes any.</summary>
    private void Sweep()
    {
        if (!_isSwept && Directory.Exists(_folder))
        {
            foreach (var left in Directory.GetDirectories(_folder, $"{PrivateFolder.Prefix}*"))
            {
                Directory.Delete(left, recursive: true);
            }
        }

        _isSwept = true;
    }

    // ssh-keygen closes a private key to other users by itself.
    private Task MakeKeyAsync(string path, string comment, CancellationToken cancellationToken) =>
        keygen.RunAsync(["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", path], cancellationToken);

    private static string TimeOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    /// <summary>A folder for keys on their way, which only this user can look into. Disposing removes it.</summary>
    private sealed class PrivateFolder : IDisposable
    {
        public const string Prefix = "tmp-";

        private readonly string _path;

        public PrivateFolder(string parent)
        {
            _path = Path.Combine(parent, "ssh", $"{Prefix}{Guid.NewGuid():N}");
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!, Private);
            Directory.CreateDirectory(_path, Private);
        }

        public string this[string name] => Path.Combine(_path, name);

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
