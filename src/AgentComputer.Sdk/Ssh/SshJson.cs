using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace AgentComputer.Sdk;

/// <summary>The types of SSH certificates and credentials that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(CreateSshCertificateRequest))]
[JsonSerializable(typeof(CreateSshCredentialsRequest))]
[JsonSerializable(typeof(SshCertificate))]
[JsonSerializable(typeof(SshCredentials))]
internal sealed partial class SshJson : JsonSerializerContext;
