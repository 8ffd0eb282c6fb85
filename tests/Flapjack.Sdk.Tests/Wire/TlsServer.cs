using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Flapjack.Sdk.Tests.Wire;

/// <summary>The service's end of a wire with TLS: shakes hands with everybody who trusts its certificate, and answers every request alike.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly bool _asksForCertificate;
    private readonly string _answer;
    private readonly Task _serving;
    private int _connections;

    /// <param name="host">Whom the certificate names.</param>
    /// <param name="answer">Headers and body of every answer.</param>
    /// <param name="asksForCertificate">Whether clients must have a certificate.</param>
    public TlsServer(string host, string answer, bool asksForCertificate = false)
    {
        (_answer, _asksForCertificate) = (answer, asksForCertificate);
        Certificate = MakeCertificate(host);
        _listener.Start();
        _serving = ServeAllAsync();
    }

    public X509Certificate2 Certificate { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => _connections;

    /// <summary>The subject of the certificate that the last client showed.</summary>
    public string? ClientSubject { get; private set; }

    public static X509Certificate2 MakeCertificate(string host)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving.Soon();
        Certificate.Dispose();
    }

    private async Task ServeAllAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync()));
                _connections++;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was disposed: the test is over.
        }

        await Task.WhenAll(served);
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using var _ = connection;
        await using var stream = new SslStream(connection.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = Certificate,
                ClientCertificateRequired = _asksForCertificate,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => !_asksForCertificate || certificate is not null,
            });
            ClientSubject = stream.RemoteCertificate?.Subject;
            var head = "";
            var buffer = new byte[16 * 1024];
            while (!head.Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                var count = await stream.ReadAsync(buffer);
                head += count > 0 ? Encoding.Latin1.GetString(buffer, 0, count) : throw new IOException("The client left.");
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\n{_answer}"));
            await stream.ShutdownAsync();
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            // The client refused the certificate, or left.
        }
    }
}
