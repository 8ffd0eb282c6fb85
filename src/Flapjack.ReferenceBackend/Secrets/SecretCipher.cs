using System.Security.Cryptography;
using LocalComputers.Storage;
using Microsoft.AspNetCore.DataProtection;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Secrets;

/// <summary>
/// Encrypts the credentials that the store holds, with ASP.NET Core Data Protection. The keys lie in the data directory, in a folder that only the
/// backend's own user can read. So a copy of the database alone reveals no credential, and a copy of the whole directory reveals all of them.
/// A backend without a data directory has keys in memory.
/// </summary>
/// <remarks>The keys are first read when something is encrypted or decrypted, so keys that are missing or damaged don't keep a backend from starting.</remarks>
internal sealed class SecretCipher
{
    /// <summary>The folder of the keys within the data directory.</summary>
    public const string KeyFolder = "secret-keys";

    // The name is fixed, so that the same keys decrypt the same texts after the data directory was moved.
    private const string ApplicationName = "Flapjack.ReferenceBackend";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly Lazy<IDataProtectionProvider> _provider;

    private SecretCipher(Func<IDataProtectionProvider> makeProvider) => _provider = new(makeProvider, LazyThreadSafetyMode.PublicationOnly);

    /// <param name="data">The data directory. Keys are kept in it if the directory itself is kept.</param>
    public static SecretCipher Of(DataDirectory data) => data.IsKept ? In(Path.Combine(data.Path, KeyFolder)) : new(() => new EphemeralDataProtectionProvider());

    /// <summary>A cipher whose keys lie in a folder. The folder is made together with the first key.</summary>
    public static SecretCipher In(string keyFolder) => new(() =>
    {
        var folder = Directory.CreateDirectory(keyFolder, Private);
        // A folder that is there already, from a backup for example, may be open to others.
        folder.UnixFileMode = Private;
        return DataProtectionProvider.Create(folder, builder => builder.SetApplicationName(ApplicationName));
    });

    /// <summary>Encrypts a text.</summary>
    /// <param name="purpose">What the text is, for example <c>mcp_servers.credentials</c>. Only the same purpose decrypts it.</param>
    /// <param name="text">The text.</param>
    /// <returns>The encrypted text, in letters, digits, hyphens and underscores.</returns>
    /// <exception cref="Refusal">500: the keys can't be read or made.</exception>
    /// <exception cref="IOException">The disk is full, so no key could be made.</exception>
    public string Protect(string purpose, string text)
    {
        try
        {
            return _provider.Value.CreateProtector(purpose).Protect(text);
        }
        catch (Exception e) when (IsOfKeys(e))
        {
            throw FullDiskIn(e) ?? (Exception)new Refusal(
                RefusalKind.Failed, "STORAGE_FAILED", $"The credentials can't be encrypted, because the keys in the folder '{KeyFolder}' of the backend's data directory can't be read or made.");
        }
    }

    /// <summary>Decrypts what <see cref="Protect"/> encrypted.</summary>
    /// <param name="purpose">The purpose that the text was encrypted for.</param>
    /// <param name="secret">The encrypted text.</param>
    /// <exception cref="Refusal">422: the key that encrypted the text is gone, or the encrypted text was changed.</exception>
    public string Unprotect(string purpose, string secret)
    {
        try
        {
            return _provider.Value.CreateProtector(purpose).Unprotect(secret);
        }
        catch (Exception e) when (IsOfKeys(e))
        {
            throw new Refusal(
                RefusalKind.Contradiction,
                "CREDENTIALS_UNREADABLE",
                $"The stored credentials can't be decrypted: the key that encrypted them is not in the folder '{KeyFolder}' of the backend's data directory. Put the key back, or store the credentials again.");
        }
    }

    // Data Protection reports most failures as cryptographic ones. A folder that can't be made is reported as it is.
    private static bool IsOfKeys(Exception e) => e is CryptographicException or IOException or UnauthorizedAccessException;

    private static IOException? FullDiskIn(Exception? e) => e switch
    {
        null => null,
        IOException io when StoreException.MeansFullDisk(io) => io,
        _ => FullDiskIn(e.InnerException),
    };
}
